// A practitioner tells of a concern and reads what was sent to their agency, through the agency's own adapter and a real broker.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';
import { sendsForm } from './place.mjs';

after(closeBrowser);

async function chooses(sam, name, value) {
  await sam.page.locator(`input[name="${name}"][value="${value}"]`).check();
}

for (const scripts of [true, false]) {
  test(`a practitioner tells of an urgent concern and sees who took it, scripts: ${scripts}`, async () => {
    const sam = (await Person.arrives('sam', { scripts })).expects(422);
    await sam.goes('/sign-in');
    await sam.signsIn('/inbox');
    await sam.looks('inbox');
    await sam.presses('Tell us of a concern');
    await sam.presses('Save and continue');
    await sam.says('Enter their first names');
    await sam.looks('concern-person-wrong');
    await sam.fills('First names', 'Amara');
    await sam.fills('Last name', 'Okoro');
    await sam.page.locator('#born-day').fill('9');
    await sam.page.locator('#born-month').fill('6');
    await sam.page.locator('#born-year').fill('2011');
    await chooses(sam, 'sex', 'female');
    await sam.presses('Save and continue');
    await sam.looks('concern-home');
    await sam.fills('Postcode', 'IG11 8QT');
    await chooses(sam, 'confidential', 'unknown');
    await sam.presses('Save and come back later');
    await sam.says('Your answers are saved. Nothing is sent yet.');
    await sam.page.getByRole('link', { name: /20\d\d/ }).last().click();
    await sam.page.waitForURL('**/check');
    await sam.says('Check your answers');
    await sam.looks('concern-check-half');
    await sam.page.locator('a[href$="/reach"]').click();
    await sam.page.waitForURL('**/reach');
    await sam.presses('Save and continue');
    await sam.fills('Why are you sending this, in one or two sentences?', 'A change over six weeks');
    await chooses(sam, 'category', 'neglect');
    await sam.fills('What was seen or heard', 'Came without a coat on three cold days');
    await sam.fills('What they said themselves', '<script>alert(1)</script>');
    await sam.presses('Save and continue');
    await sam.says('ring 999');
    await sam.looks('concern-risk');
    await chooses(sam, 'level', 'high');
    await chooses(sam, 'imminence', 'days');
    await chooses(sam, 'urgent', 'yes');
    await sam.presses('Save and continue');
    await chooses(sam, 'told', 'no');
    await chooses(sam, 'untold', 'riskToSubject');
    await chooses(sam, 'status', 'notSought');
    await sam.presses('Save and continue');
    await sam.fills('Your role', 'Designated safeguarding lead');
    await sam.fills('Your organisation', 'Eastbury Community School');
    await sam.fills('Your telephone number', '020 7946 0041');
    await chooses(sam, 'anonymous', 'no');
    await sam.presses('Save and continue');
    await sam.says('Check your answers');
    await sam.looks('concern-check');
    await sam.presses('Send');
    await sam.confirms();
    await sam.says('Your concern is on its way');
    await sam.looks('concern-sent');
    await sam.goes('/inbox');
    for (let tries = 0; tries < 60 && !(await sam.page.locator('body').innerText()).includes('council/lbbd'); ++tries) {
      await sam.page.waitForTimeout(500);
      await sam.goes('/inbox');
    }
    await sam.says('council/lbbd');
    await sam.looks('inbox-sent');
    await sam.leaves();
  });
}

test('a practitioner reads what was disclosed and says that they have it', async () => {
  const sam = (await Person.arrives('sam')).expects(422);
  await sam.signsIn('/inbox');
  await sam.page.locator('a[href^="/inbox/received/"]').first().click();
  await sam.looks('received-why');
  await sam.givesReason('I am on duty today');
  await sam.says('What was disclosed to you');
  await sam.says('What may have been withheld');
  await sam.looks('received');
  await sam.presses('I have it');
  await sam.says('Enter your name');
  await sam.fills('Your name', 'Sam Price');
  await sam.page.locator('#telephone').fill('020 7946 0041');
  await sam.presses('I have it');
  await sam.confirms();
  await sam.says('They will be told that you have it.');
  await sam.looks('received-acknowledged');
  await sam.leaves();
});

for (const scripts of [true, false]) {
  test(`a practitioner answers a request, scripts: ${scripts}`, async () => {
    await sendsForm(
      'council',
      {
        form: 'concordat-school-concern/1', type: 'informationRequest', urgency: 'urgent', marking: 'OFFICIAL-SENSITIVE',
        pupil: { givenNames: 'Amara', familyName: 'Okoro', dateOfBirth: '2011-06-09' },
        request: { necessity: 'To decide what support is needed', questions: [{ text: 'Has attendance changed since March?' }, { text: 'Who collects the pupil?' }] },
      },
      { recipients: ['school/eastbury'] },
    );
    const sam = (await Person.arrives('sam', { scripts })).expects(422);
    await sam.signsIn('/inbox');
    const request = sam.page.locator('tr', { hasText: 'Request for information' }).first().getByRole('link');
    for (let tries = 0; tries < 60 && (await request.count()) === 0; ++tries) {
      await sam.page.waitForTimeout(500);
      await sam.goes('/inbox');
    }
    await request.click();
    await sam.page.waitForLoadState();
    await sam.givesReason('I am on duty today');
    await sam.says('Has attendance changed since March?');
    await sam.says('This is urgent. Ring council/lbbd on');
    await sam.looks('request');
    await sam.presses('Answer their questions');
    assert.equal(await sam.heading(), 'Answer council/lbbd');
    await sam.says('This is urgent. Ring council/lbbd on');
    await sam.looks('answer');
    await sam.presses('Save and continue');
    await sam.says('Select how you answer question 1');
    await sam.looks('answer-wrong');
    await chooses(sam, 'status-0', 'answered');
    await sam.page.locator('#text-0').fill('Yes: eleven days in April');
    await sam.presses('Save and come back later');
    await sam.says('Your answers are saved. Nothing is sent yet.');
    await sam.looks('inbox-with-an-answer-begun');
    await sam.page.locator('a[href^="/inbox/answers/"]').first().click();
    await sam.page.waitForLoadState();
    await sam.says('Something here still has to be answered.');
    await sam.follows('Change your answers');
    await chooses(sam, 'status-1', 'notHeld');
    await sam.page.locator('#note').fill('Seen by the form tutor');
    await sam.presses('Save and continue');
    await sam.looks('answer-check');
    await sam.presses('Send');
    await sam.confirms();
    await sam.says('Your answer is on its way.');
    for (let tries = 0; tries < 60 && !(await sam.page.locator('body').innerText()).includes('council/lbbd: disclosed'); ++tries) {
      await sam.page.waitForTimeout(500);
      await sam.goes('/inbox');
    }
    await sam.says('council/lbbd: disclosed');
    await sam.looks('inbox-answered');
    await sam.leaves();
  });
}

test('a practitioner begins a concern by keyboard alone', async () => {
  const sam = await Person.arrives('sam');
  await sam.signsIn('/inbox');
  await sam.enters('Tell us of a concern');
  await sam.types('First names', 'Amara');
  await sam.types('Last name', 'Okoro');
  await sam.types('Day', '9');
  await sam.types('Month', '6');
  await sam.types('Year', '2011');
  await sam.tabsTo('Female');
  await sam.page.keyboard.press('Space');
  await sam.enters('Save and continue');
  assert.equal(await sam.heading(), 'Where do they live?');
  await sam.tabsTo('Yes');
  await sam.page.keyboard.press('ArrowDown');
  await sam.page.keyboard.press('ArrowDown');
  assert.ok(await sam.page.locator('input[name="confidential"][value="unknown"]').isChecked(), 'the arrows choose among answers');
  await sam.enters('Save and come back later');
  await sam.says('Your answers are saved. Nothing is sent yet.');
  await sam.leaves();
});
