/** The import profiles the hub knows. */
import { connecticutComplaints } from './connecticut-complaints.profile.js';
import { insurerComplaints } from './insurer-complaints.profile.js';
import type { ImportProfile, ProfileCode } from './profile.type.js';
import { texasComplaints } from './texas-complaints.profile.js';

export const IMPORT_PROFILES: readonly ImportProfile[] = [insurerComplaints, connecticutComplaints, texasComplaints];

/** By its code (GraphQL) or its name (command line); undefined when there is none. */
export function findProfile(codeOrName: ProfileCode | string): ImportProfile | undefined {
  return IMPORT_PROFILES.find((profile) => profile.code === codeOrName || profile.name === codeOrName);
}
