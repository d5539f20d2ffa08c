// What one agency's officer must not get of another's, and what somebody can type that must stay text: in a real browser, against a real broker.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';
import { address, area, command } from './place.mjs';

after(closeBrowser);

const attack = '"><script>document.title="had"</script><img src=x onerror="document.title=\'had\'">';
const holds = () => JSON.parse(command('queue', 'holds', '--area', area, '--reason', 'a journey looks', '--json')).holds;

// As a script that has taken over the person's own page would: with their cookies and their page's token.
async function posts(person, path, fields) {
  const token = await person.page.locator('input[name="token"]').first().getAttribute('value');
  return person.context.request.post(address + path, { form: { token, ...fields }, maxRedirects: 0, headers: { Origin: new URL(address).origin } });
}

test('an officer of another agency sees that something is held, and neither what nor a way to decide', async () => {
  const theirs = holds().filter((each) => each.sender !== 'police/met');
  assert.ok(theirs.length > 0, 'somebody else holds something');
  const imani = (await Person.arrives('imani')).expects(422);
  await imani.signsIn();
  await imani.goes('/holds');
  await imani.follows(String(theirs[0].record));
  assert.equal(await imani.heading(), 'Held message');
  await imani.looks('hold-of-another');
  const page = await imani.page.locator('main').innerText();
  for (const word of ['What becomes of it?', 'Fields that would leave', 'Release it']) assert.ok(!page.includes(word), word);
  for (const choice of ['release', 'refuse']) {
    const answer = await posts(imani, `/holds/${theirs[0].record}`, { choice, reason: 'not mine', proof: imani.account.password });
    assert.equal(answer.status(), 422, choice);
  }
  assert.ok(holds().some((each) => each.record === theirs[0].record), 'it is held still');
  await imani.leaves();
});

test('what somebody has looked for cannot be had by its address', async () => {
  const ada = await Person.arrives('ada');
  await ada.signsIn();
  await ada.follows('Papers');
  await ada.follows('Breach report');
  await ada.page.locator('#agency').fill('council/lbbd');
  await ada.page.locator('#reason').fill('incident 9, a rehearsal');
  await ada.presses('Make it');
  const paper = new URL(ada.page.url()).pathname;
  const imani = await Person.arrives('imani');
  await imani.signsIn();
  for (const path of [paper, `${paper}/paper.csv`, `${paper}/paper.pdf`]) {
    const answer = await imani.context.request.get(address + path, { maxRedirects: 0 });
    assert.equal(answer.status(), 303, path);
    assert.equal((await answer.body()).length, 0, path);
  }
  const nobody = await Person.arrives('ada');
  const answer = await nobody.context.request.get(address + paper, { maxRedirects: 0 });
  assert.ok(answer.headers().location.startsWith('/sign-in'), 'without a session there is nothing');
  for (const each of [ada, imani, nobody]) await each.leaves();
});

test('what is typed stays text, on the page and on paper', async () => {
  const ada = (await Person.arrives('ada')).expects(422);
  await ada.signsIn();
  const title = async () => assert.notEqual(await ada.page.title(), 'had');
  await ada.goes('/search');
  for (const field of ['number', 'person', 'case', 'message', 'clause', 'agreement', 'purpose']) await ada.page.locator(`#${field}`).fill(attack);
  await ada.presses('Search');
  await title();
  await ada.goes('/search');
  await ada.page.locator('#agency').fill('council/lbbd');
  await ada.page.locator('#reason').fill(attack);
  await ada.presses('Search');
  await title();
  await ada.goes('/papers/breach');
  await ada.page.locator('#agency').fill('council/lbbd');
  await ada.page.locator('#reason').fill(attack);
  await ada.presses('Make it');
  await ada.says('document.title="had"');
  await title();
  await ada.prints('paper-of-an-attack');
  await ada.goes(`/holds?${new URLSearchParams({ done: attack, next: attack })}`);
  await title();
  await ada.leaves();
});
