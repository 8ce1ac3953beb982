import { InboxOutlined } from '@ant-design/icons';
import { App, Button, Form, Progress, Radio, Space, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Upload as TusUpload } from 'tus-js-client';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import { importProfilesDocument, startImportDocument } from '../../graphql/imports.documents.js';
import type { ImportProfile } from '../../graphql/imports.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { endSession, session } from '../../session/session.store.js';
import { download } from './download.js';
import { ImportSteps } from './import-steps.js';

/** Small enough for a proxy that cuts long requests, large enough to be quick (4 MiB). */
const chunkSize = 4 * 1024 * 1024;

interface Sending {
  sent: number;
  total: number;
}

export function NewImportPage() {
  const { t, language, join } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const profiles = useAnswer(importProfilesDocument, {});
  const [profile, setProfile] = useState<ImportProfile | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const upload = useRef<TusUpload | null>(null);
  const known = profiles.data?.importProfiles ?? [];
  const chosen = profile ?? known.find(({ profile: name }) => name === 'INSURER_COMPLAINTS')?.profile ?? known[0]?.profile ?? null;
  const info = known.find(({ profile: name }) => name === chosen);

  const finish = async (url: string | null) => {
    const uploadId = (url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    const answer = await ask(startImportDocument, { uploadId, profile: chosen ?? '' });
    setSending(null);
    setRefusals(answer.refusals);
    if (answer.data?.startImport) void navigate(`/imports/${answer.data.startImport.id}`);
  };

  const start = () => {
    if (file === null || chosen === null) return;
    setRefusals([]);
    setSending({ sent: 0, total: file.size });
    const next = new TusUpload(file, {
      endpoint: '/uploads',
      chunkSize,
      retryDelays: [0, 1000, 3000, 8000],
      // Nothing about the file stays in the browser's storage.
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, filetype: file.type },
      headers: { Authorization: `Bearer ${session.get()?.token ?? ''}` },
      onProgress: (sent, total) => setSending({ sent, total: total ?? file.size }),
      onSuccess: () => void finish(next.url),
      onError: (error) => {
        setSending(null);
        const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;
        if (status === 401) endSession('expired');
        else setRefusals([{ code: status === 413 ? 'TOO_COMPLEX' : status === 403 ? 'NOT_PERMITTED' : 'NETWORK', zh: '', en: '', fields: [], reference: null }]);
      },
    });
    upload.current = next;
    next.start();
  };

  const stop = () => {
    void upload.current?.abort(true);
    setSending(null);
  };

  const percent = sending === null ? 0 : Math.floor((sending.sent / Math.max(1, sending.total)) * 100);
  return (
    <>
      <PageHeading title={t('imports.new')} intro={t('imports.newIntro')} trail={[{ to: '/imports', name: t('frame.imports') }]} />
      <div className="panel">
        <ImportSteps status={null} />
        <Refusals refusals={[...profiles.refusals, ...refusals]} />
        <Form layout="vertical" onFinish={start}>
          <Form.Item label={t('imports.profile')}>
            <Radio.Group value={chosen} onChange={(event) => setProfile(event.target.value as ImportProfile)} options={known.map((one) => ({ value: one.profile, label: one.label }))} />
          </Form.Item>
          {info !== undefined && (
            <div className="import-profile">
              <p className="quiet">
                {t('imports.fieldsOf')}
                {join(info.fields.map((field) => `${language === 'en' ? field.labelEn : field.labelZh}${field.required ? '*' : ''}`))}
              </p>
              {info.templateUrl !== null && (
                <Button
                  size="small"
                  onClick={async () => {
                    if (!(await download(info.templateUrl ?? '', 'template.xlsx'))) message.error(t('imports.downloadFailed'));
                  }}
                >
                  {t('imports.template')}
                </Button>
              )}
            </div>
          )}
          <Form.Item label={t('imports.file')}>
            <Upload.Dragger
              accept=".csv,.xlsx,.txt"
              maxCount={1}
              disabled={sending !== null}
              fileList={file === null ? [] : [{ uid: '1', name: file.name, size: file.size }]}
              beforeUpload={(picked) => {
                setFile(picked);
                return false;
              }}
              onRemove={() => setFile(null)}
            >
              <p className="ant-upload-drag-icon">
                <InboxOutlined />
              </p>
              <p>{t('imports.drop')}</p>
              <p className="quiet">{t('imports.dropHint')}</p>
            </Upload.Dragger>
          </Form.Item>
          {sending !== null && <Progress percent={percent} aria-label={t('imports.uploading')} />}
          <Space>
            <Button type="primary" htmlType="submit" disabled={file === null || chosen === null} loading={sending !== null}>
              {t('imports.upload')}
            </Button>
            {sending !== null && <Button onClick={stop}>{t('frame.cancel')}</Button>}
          </Space>
        </Form>
      </div>
    </>
  );
}
