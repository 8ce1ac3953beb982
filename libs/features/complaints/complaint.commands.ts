import { defineCommands } from '#kernel/access';

const importers = ['LIAISON', 'INTAKE'] as const;

/** complaint.import is one batch of a running import; the other import acts start and steer the run. */
export const complaintCommands = defineCommands({
  'complaint.import': { mutation: null, roles: importers },
  'complaint.proposeLead': { mutation: 'proposeLeadFromComplaint', roles: importers },
  'import.start': { mutation: 'startImport', roles: importers },
  'import.map': { mutation: 'mapImportColumns', roles: importers },
  'import.commit': { mutation: 'commitImport', roles: importers },
  'import.cancel': { mutation: 'cancelImport', roles: importers },
  'import.resume': { mutation: 'resumeImport', roles: importers },
});
