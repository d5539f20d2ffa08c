// How an agreement changes: an administrator checks a draft and proposes it, each approver sees what changes and signs, it is activated, a
// part of it is suspended and lifted. With real people's keys, against a real broker.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';

after(closeBrowser);

const narrow = '  from     school, council\n  to       council, police, nhs\n';
const wider = '  from     school, council\n  to       council, police, nhs, probation\n';

async function signsInAs(name, scripts) {
  const person = (await Person.arrives(name, { scripts })).expects(422);
  await person.signsIn();
  return person;
}

async function says(person, reason, button) {
  await person.page.locator('#reason').fill(reason);
  await person.presses(button);
}

async function signs(person, button, reason) {
  await says(person, reason, button);
  await person.confirms();
}

// It goes on beside the pages: whoever comes back later finds it done.
async function decidesAgain(bola, reason) {
  await says(bola, reason, 'Decide the record again');
  const page = bola.page.url();
  for (let i = 0; i < 100 && !(await bola.page.locator('body').innerText()).includes('would have released more'); ++i) {
    await bola.page.waitForTimeout(200);
    await bola.goes('/agreements');
    await bola.goes(new URL(page).pathname);
  }
  await bola.says('would have released more');
}

async function begins(bola, from, edit) {
  await bola.goes(`/agreements/${from}/text`);
  await bola.presses('Write the next version');
  const area = bola.page.locator('#text');
  const text = await area.inputValue();
  const edited = edit(text);
  assert.notEqual(edited, text);
  // With scripts the text area stands behind the editor; what it holds is what is sent.
  await area.evaluate((element, value) => { element.value = value; }, edited);
}

test('a draft is checked, proposed, disagreed with, approved by all and activated, without scripts', async () => {
  const bola = await signsInAs('bola', false);
  await begins(bola, 'lbbd-prevent/1', (text) => text.replace(narrow, wider));
  await bola.presses('Save and check');
  await bola.follows('Scenarios');
  await bola.says('scenarios come out as expected.');
  await bola.looks('draft-scenarios');
  await bola.follows('Check and propose');
  await bola.says('Not decided again yet');
  await bola.looks('draft-check-short');
  await bola.page.locator('dd a[href$="/replay"]').click();
  await bola.page.waitForURL('**/replay');
  await bola.presses('Decide the record again');
  await bola.says('Enter why you read the record');
  await decidesAgain(bola, 'review before version 2');
  await bola.looks('draft-replay');
  await bola.follows('Check and propose');
  await bola.says('Something may be shared that was not.');
  await bola.looks('draft-check');
  await bola.presses('Propose it');
  await bola.says('Enter why, in one line');
  await signs(bola, 'Propose it', 'probation needs to know the school');
  await bola.says('The draft is proposed.');
  await bola.says('Proposed');
  await bola.looks('agreement-proposed');

  const ben = await signsInAs('ben', false);
  await ben.goes('/agreements');
  await ben.follows('lbbd-prevent/2');
  await ben.follows('Disagree with it');
  await signs(ben, 'Disagree with it', 'not before the summer');
  await ben.says('Your disagreement is recorded.');
  await ben.says('Somebody disagrees');
  await ben.looks('agreement-disagreed');
  await ben.follows('Approve it');
  await ben.says('Something may be shared that was not.');
  await ben.looks('agreement-approve');
  await ben.presses('Approve it');
  await ben.says('Enter why, in one line');
  await signs(ben, 'Approve it', 'agreed after all');
  await ben.says('Your approval is recorded.');
  await ben.leaves();

  for (const name of ['amina', 'chidi', 'nadia', 'dilys']) {
    const approver = await signsInAs(name, false);
    await approver.goes('/agreements/lbbd-prevent/2/standing/approve');
    if ((await approver.heading()) === 'Approve it') {
      await signs(approver, 'Approve it', 'agreed by the board');
      await approver.says('Your approval is recorded.');
    }
    await approver.leaves();
  }

  await bola.goes('/agreements/lbbd-prevent/2/standing');
  await bola.says('Approved by all');
  await bola.follows('Activate it');
  await bola.looks('agreement-activate');
  await signs(bola, 'Activate it', 'all have approved');
  await bola.says('The agreement is active.');
  await bola.says('In force');
  await bola.goes('/agreements');
  await bola.says('Replaced by a later version');
  await bola.looks('agreements-after');
  await bola.leaves();
});

test('a field is suspended with a card that interrupts, and lifted, with scripts', async () => {
  const ben = await signsInAs('ben', true);
  await ben.goes('/agreements');
  await ben.page.locator('tr', { hasText: 'In force' }).first().getByRole('link').click();
  await ben.page.waitForURL('**/schedule');
  await ben.follows('How it stands');
  await ben.looks('agreement-standing');
  await ben.follows('Suspend it');
  await ben.presses('Continue');
  await ben.says('Select what to suspend');
  await ben.looks('suspend-wrong');
  await ben.page.locator('#scope-field').check();
  await ben.page.locator('#path').fill('subject.address');
  await ben.page.locator('#reason').fill('incident 9');
  await ben.presses('Continue');
  assert.match(await ben.heading(), /^You are about to suspend /);
  await ben.says('the field subject.address');
  await ben.looks('suspend-card');
  await ben.presses('Suspend it');
  await ben.confirms();
  await ben.says('The field is suspended.');
  await ben.looks('agreement-suspended');
  await ben.follows('Lift what your agency has suspended');
  await signs(ben, 'Lift what your agency has suspended', 'incident 9 is over');
  await ben.says('What your agency had suspended is lifted.');
  await ben.leaves();
});

test('a proposal is withdrawn, and what changed meanwhile is not signed', async () => {
  const bola = (await signsInAs('bola', false)).expects(409);
  await bola.goes('/agreements');
  const latest = await bola.page.locator('tr', { hasText: 'In force' }).filter({ hasText: 'lbbd-prevent' }).getByRole('link').innerText();
  await begins(bola, latest.trim(), (text) => text.replace(/^title .*$/m, 'title     "The same agreement under another title"'));
  await bola.presses('Save and check');
  await bola.follows('Scenarios');
  // What the broker has of a version is its text; scenarios lie beside the files that came with the area.
  if (!(await bola.page.locator('body').innerText()).includes('scenarios come out as expected.')) {
    await bola.presses('Save and add another');
    await bola.says('scenarios come out as expected.');
  }
  await bola.follows('Past disclosures');
  await decidesAgain(bola, 'review');
  await bola.follows('Check and propose');
  await bola.page.locator('#reason').fill('first');
  await bola.page.locator('input[name="text_digest"]').evaluate((element) => { element.value = '0'.repeat(64); });
  await bola.presses('Propose it');
  await bola.says('It has changed since you looked');
  await bola.looks('changed-since');
  await bola.page.goBack();
  await bola.page.reload();
  await signs(bola, 'Propose it', 'a plainer title');
  await bola.says('The draft is proposed.');
  await bola.follows('Withdraw the proposal');
  await signs(bola, 'Withdraw the proposal', 'too early');
  await bola.says('The proposal is withdrawn.');
  await bola.looks('agreement-withdrawn');
  await bola.leaves();
});
