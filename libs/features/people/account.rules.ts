import type { FieldProblem } from '#kernel/errors';

const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 200;
const USERNAME = /^[a-z][a-z0-9._-]{1,60}$/;
/** Letters of any script with the marks that stand in names. No brackets: "甲（代乙）" is written by the hub only. */
const DISPLAY_NAME = /^\p{L}[\p{L}\p{M}\p{N} ·•.'’-]{0,39}$/u;

/** The form in which a user name is stored and looked up. */
export function foldUsername(raw: string): string {
  return raw.normalize('NFKC').trim().toLowerCase();
}

export function usernameProblem(folded: string): FieldProblem | null {
  return USERNAME.test(folded) ? null : { field: 'username', zh: '应为 2 至 61 位小写字母、数字、点、下划线或连字符，以字母开头', en: 'must be 2 to 61 lower-case letters, digits, dots, underscores or hyphens, beginning with a letter' };
}

export function displayNameProblem(name: string): FieldProblem | null {
  return DISPLAY_NAME.test(name) ? null : { field: 'displayName', zh: '应为 1 至 40 个字，不含括号和控制字符', en: 'must be a name of 1 to 40 letters without brackets' };
}

/**
 * Length is what counts (NIST SP 800-63B, 5.1.1.2): no rules about kinds of characters, but neither the user name nor one
 * character or a short piece over and over.
 */
export function newPasswordProblem(password: string, username: string): FieldProblem | null {
  const problem = (zh: string, en: string): FieldProblem => ({ field: 'newPassword', zh, en });
  const characters = [...password.normalize('NFKC')];
  if (characters.length < SHORTEST_PASSWORD) return problem(`至少 ${SHORTEST_PASSWORD} 个字符`, `must have at least ${SHORTEST_PASSWORD} characters`);
  if (characters.length > LONGEST_PASSWORD) return problem(`不超过 ${LONGEST_PASSWORD} 个字符`, `must not exceed ${LONGEST_PASSWORD} characters`);
  const letters = characters.join('').toLowerCase();
  const bare = letters.replaceAll(/[^\p{L}\p{N}]/gu, '');
  const name = username.replaceAll(/[^a-z0-9]/g, '');
  if (bare === name || (name.length >= 4 && bare.split(name).join('').length < SHORTEST_PASSWORD / 2 && bare.includes(name))) {
    return problem('不得以用户名构成', 'must not be made of the user name');
  }
  if (new Set(letters).size < 5) return problem('不同的字符太少', 'has too few different characters');
  return null;
}
