// An administrator reads an agreement, writes its next version, and sees what that would mean: with scripts and without.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Person, closeBrowser } from './person.mjs';

after(closeBrowser);

const right = '  from     school, council\n  to       council, police, nhs\n';
const wider = '  from     school, council\n  to       council, police, nhs, probation\n';

async function opens(adi) {
  await adi.signsIn();
  await adi.goes('/agreements');
  await adi.says('In force');
  await adi.looks('agreements');
  await adi.follows('lbbd-prevent/1');
  await adi.looks('agreement-schedule');
  await adi.follows('Who sees what');
  await adi.says('Always in full');
  await adi.looks('agreement-matrix');
  await adi.follows('As others would see it');
  await adi.says('From council/lbbd to each of the others');
  await adi.looks('agreement-as-seen');
  await adi.follows('Text');
  await adi.looks('agreement-text');
  await adi.presses('Write the next version');
}

test('an administrator writes the next version without scripts', async () => {
  const adi = (await Person.arrives('adi', { scripts: false })).expects(422);
  await opens(adi);
  const area = adi.page.locator('#text');
  const text = await area.inputValue();
  assert.ok(text.includes('agreement "lbbd-prevent" version 2'));
  await area.fill(text.replace('share    education\n', 'share    educaton\n'));
  await adi.presses('Save and check');
  await adi.says('There is a problem');
  await adi.says('Did you mean “education”?');
  await adi.looks('draft-wrong');
  await area.fill(text.replace(right, wider));
  await adi.presses('Save and check');
  await adi.says('Saved. It can be proposed, but read the warnings below.');
  await adi.looks('draft-right');
  await adi.follows('What changes');
  await adi.says('Something may be shared that was not.');
  await adi.says('Clause 4.1 (new) grants it');
  await adi.looks('agreement-difference');
  await adi.leaves();
});

test('an administrator is told as they type, with scripts', async () => {
  const adi = (await Person.arrives('adi')).expects(422);
  await opens(adi);
  const editor = adi.page.locator('.cm-content');
  await editor.waitFor();
  await editor.click();
  await adi.page.keyboard.press('Control+End');
  await adi.page.keyboard.type('\nclause 9.9 "Slip"\n  share subject.adress');
  await adi.page.keyboard.press('Escape');
  await adi.page.locator('.cm-lintRange-error').first().waitFor();
  await adi.looks('draft-as-typed');
  await adi.page.keyboard.type('\n  share subject.na');
  await adi.page.keyboard.press('Control+Space');
  await adi.page.locator('.cm-tooltip-autocomplete').waitFor();
  await adi.looks('draft-completion');
  await adi.page.keyboard.press('Escape');
  await adi.presses('Save and check');
  await adi.says('There is a problem');
  await adi.page.locator('a[data-line]').first().click();
  assert.ok(await adi.page.evaluate(() => document.querySelector('[data-editing]').shadowRoot.activeElement !== null), 'the link leads into the editor');
  await adi.looks('draft-wrong');
  await adi.leaves();
});

test('Tab leaves the editor', async () => {
  const adi = await Person.arrives('adi');
  await adi.signsIn();
  await adi.goes('/agreements');
  await adi.presses('Write a new agreement');
  await adi.page.locator('.cm-content').click();
  await adi.tabsTo('Save and check');
  await adi.leaves();
});
