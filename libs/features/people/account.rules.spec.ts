import { displayNameProblem, foldUsername, newPasswordProblem, usernameProblem } from './account.rules.js';

describe('account rules', () => {
  it.each(['correct horse battery', '正确的马电池订书钉十二个字呀', 'Zq8!mmPw72xk'])('takes %s as a password', (password) => {
    expect(newPasswordProblem(password, 'li.lianluo')).toBeNull();
  });

  it.each(['xiecha-demo', 'li.lianluo.li', 'Li-Lianluo-12', 'li.lianluo2026', 'aaaaaaaaaaaaaaaa', '1212121212121212', 'x'.repeat(201)])('refuses %s', (password) => {
    const problem = newPasswordProblem(password, 'li.lianluo');
    expect(problem?.field).toBe('newPassword');
    expect(`${problem?.zh}${problem?.en}`).not.toContain(password);
  });

  it('folds user names and refuses other scripts', () => {
    expect(foldUsername(' Ｌi.Lianluo ')).toBe('li.lianluo');
    expect(usernameProblem('li.lianluo')).toBeNull();
    for (const wrong of ['', 'l', '1li', 'li lianluo', 'lі.lianluo', 'li\u200b.lianluo', 'x'.repeat(62)]) expect(usernameProblem(wrong)).not.toBeNull();
  });

  it('keeps brackets out of names, so that "甲（代乙）" cannot be forged', () => {
    for (const right of ['李联络', '阿卜杜·热合曼', "O'Neill", 'Zoë']) expect(displayNameProblem(right)).toBeNull();
    for (const wrong of ['', '李联络（代高组长）', '李(x)', '李\n络', ' 李']) expect(displayNameProblem(wrong)).not.toBeNull();
  });
});
