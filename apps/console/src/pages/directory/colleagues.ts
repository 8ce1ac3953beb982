import { useMemo } from 'react';
import { peopleDocument } from '../../graphql/directory.documents.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';

/** Active accounts of one's own agency but one's own, to choose from by user name; empty for who may not list people. */
export function useColleagues(): { value: string; label: string }[] {
  const viewer = useViewer();
  const people = useAnswer(peopleDocument, reachOf(viewer).people ? { agencyCode: viewer.agency.code, text: null } : null);
  return useMemo(
    () =>
      (people.data?.people ?? [])
        .filter((person) => person.active && person.username !== viewer.username)
        .map((person) => ({ value: person.username, label: `${person.displayName}（${person.username}）` })),
    [people.data, viewer.username],
  );
}
