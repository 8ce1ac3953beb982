export const complaintWords = {
  listIntro: ['对保险机构和中介的投诉。投诉人是消费者，不是嫌疑对象。', 'Complaints about insurers and intermediaries. The complainant is a consumer, never a suspect.'],
  searchHint: ['编号、被投诉方、事由或可见的内容', 'Number, respondent, subject or visible text'],
  recordTitle: ['投诉', 'Complaint'],
  proxy: ['代理投诉', 'By proxy'],
  stillOpen: ['办理中', 'open'],
  result: ['办理结果', 'Outcome'],
  about: ['投诉信息', 'About'],
  complainant: ['投诉人', 'Complainant'],
  propose: ['据此提出线索', 'Propose a lead'],
  proposeIntro: ['投诉的可见内容已带入，请补充评级和主体后提交。', 'What is visible of the complaint is filled in; add grading and subjects, then submit.'],
} as const;
