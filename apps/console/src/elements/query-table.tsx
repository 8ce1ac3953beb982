import { Button, Empty, Space, Table } from 'antd';
import type { TableProps } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PageInfo } from '../graphql/viewer.types.js';
import { useWords } from '../i18n/words.js';

/** Where a keyset page stands: how many pages lie before it and how to get to the neighbours. */
export interface Paging {
  page: number;
  pageInfo: PageInfo | null;
  toNext(cursor: string): void;
  toPrevious(): void;
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT', 'BUTTON', 'A'].includes(target.tagName));
}

/**
 * The table of every list: dense rows, keyset paging, and j / k / Enter on the keyboard. The keys keep quiet while
 * somebody types, composes Chinese (isComposing) or has a dialog open.
 */
export function QueryTable<Row extends object>({ rows, rowKey, columns, loading, paging, onOpen, name, expandable, onChange }: {
  rows: Row[];
  rowKey: (row: Row) => string;
  columns: NonNullable<TableProps<Row>['columns']>;
  loading: boolean;
  /** Accessible name of the table. */
  name: string;
  paging?: Paging | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  expandable?: TableProps<Row>['expandable'];
  onChange?: TableProps<Row>['onChange'];
}) {
  const { t } = useWords();
  const [active, setActive] = useState(-1);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => setActive(-1), [rows]);

  const move = useCallback(
    (by: number) => setActive((before) => Math.max(0, Math.min(rows.length - 1, before + by))),
    [rows.length],
  );

  useEffect(() => {
    if (onOpen === undefined) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-popover:not(.ant-popover-hidden) form') !== null) return;
      if (event.key === 'j') move(1);
      else if (event.key === 'k') move(-1);
      else if (event.key === 'Enter') {
        const row = rows[active];
        if (row !== undefined) onOpen(row);
      }
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [active, move, onOpen, rows]);

  useEffect(() => {
    frame.current?.querySelector('.row-active')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    <div className="query-table" ref={frame}>
      <Table<Row>
        size="small"
        aria-label={name}
        rowKey={rowKey}
        dataSource={rows}
        columns={columns}
        loading={loading}
        pagination={false}
        expandable={expandable ?? {}}
        {...(onChange === undefined ? {} : { onChange })}
        rowClassName={(_row, index) => (index === active ? 'row-active' : '')}
        onRow={(row) => (onOpen === undefined ? {} : { onDoubleClick: () => onOpen(row) })}
        locale={{ emptyText: loading ? ' ' : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('frame.empty')} /> }}
      />
      {paging !== undefined && (
        <div className="paging">
          <span className="paging-words">
            {t('frame.pageOf', { page: paging.page })} · {t('frame.rowsShown', { count: rows.length })}
            {onOpen !== undefined && <span className="keys-hint">{t('frame.keysHint')}</span>}
          </span>
          <Space>
            <Button size="small" disabled={paging.page === 1} onClick={paging.toPrevious}>
              {t('frame.previousPage')}
            </Button>
            <Button
              size="small"
              disabled={paging.pageInfo?.hasNextPage !== true || paging.pageInfo.endCursor === null}
              onClick={() => paging.toNext(paging.pageInfo?.endCursor ?? '')}
            >
              {t('frame.nextPage')}
            </Button>
          </Space>
        </div>
      )}
    </div>
  );
}
