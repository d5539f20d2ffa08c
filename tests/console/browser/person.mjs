// A person at a browser, with scripts or without: then ours come as empty files, so that axe's own can still run. Every page they `look` at is pictured, held against axe, and looked at as it is at
// 400 % zoom; what the browser complains of (the policy of content, scripts that fail, what is missing) fails the test at the end.
//
//   const ada = await Person.arrives('ada', { scripts: true });
//   await ada.signsIn();
//   await ada.goes('/');
//   await ada.looks('overview');
//   await ada.leaves();
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { address, freshCode, people, pictures } from './place.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const wide = { width: 1280, height: 900 };
const paper = { width: 718, height: 1000 }; // what A4 has between its margins
const zoomed = { width: 320, height: 256 }; // 1280 by 1024 at 400 %

let browser;
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

export class Person {
  static async arrives(name, { scripts = true } = {}) {
    browser ??= await chromium.launch({ executablePath: process.env.CONSOLE_BROWSER ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: wide, acceptDownloads: true });
    if (!scripts) await context.route(/\/assets\/.*\.js/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    const person = new Person();
    person.name = name;
    person.account = people[name];
    person.scripts = scripts;
    person.context = context;
    person.page = await context.newPage();
    person.complaints = [];
    person.expected = new Set();
    person.page.on('console', (message) => {
      if (message.type() === 'error' && ![...person.expected].some((status) => message.text().includes(`status of ${status}`))) person.complaints.push(message.text());
    });
    person.page.on('pageerror', (error) => person.complaints.push(String(error)));
    return person;
  }

  // A status that this journey means to meet: a wrong form is 422.
  expects(status) {
    this.expected.add(status);
    return this;
  }

  async goes(path) {
    return this.page.goto(address + path);
  }

  async fills(label, text) {
    await this.page.getByLabel(label, { exact: true }).fill(text);
  }

  async presses(name) {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.waitForLoadState();
  }

  async follows(name) {
    await this.page.getByRole('link', { name, exact: true }).first().click();
    await this.page.waitForLoadState();
  }

  async heading() {
    return (await this.page.locator('h1').first().innerText()).trim();
  }

  async says(text) {
    const page = await this.page.locator('body').innerText();
    assert.ok(page.includes(text), `the page does not say "${text}":\n${page}`);
  }

  async signsIn(to = '/') {
    await this.goes('/sign-in');
    await this.fills('Name', this.account.name);
    await this.fills('Password', this.account.password);
    await this.presses('Continue');
    await this.page.getByLabel('Enter the code from your authenticator').fill(await freshCode(this.account));
    await this.presses('Sign in');
    assert.equal(new URL(this.page.url()).pathname, to);
  }

  // On the page that asks for a fresh proof.
  async confirms() {
    assert.equal(await this.heading(), 'Confirm it is you');
    await this.page.locator('#proof').fill(this.account.password);
    await this.presses('Confirm');
  }

  async givesReason(reason) {
    await this.page.locator('#reason').fill(reason);
    await this.presses('Continue');
  }

  // A picture, and everything that must be true of every page.
  async looks(name) {
    const file = this.scripts ? name : `${name}-without-scripts`;
    await this.page.screenshot({ path: `${pictures}/${file}.png`, fullPage: true });
    await this.page.evaluate(axe);
    const found = await this.page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } }), standards);
    assert.deepEqual(
      found.violations.map((each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
      [],
      `${name} (axe)`,
    );
    await this.page.setViewportSize(zoomed);
    const widths = await this.page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    if (this.scripts) await this.page.screenshot({ path: `${pictures}/${file}-zoomed.png`, fullPage: true });
    await this.page.setViewportSize(wide);
    assert.ok(widths[0] <= widths[1], `${name} at 400 %: ${widths[0]} px wide in a window of ${widths[1]} px`);
  }

  // As it comes out of a printer: nothing that only a screen can use, nothing beyond the edge, and the whole of it.
  async prints(name) {
    await this.page.emulateMedia({ media: 'print' });
    await this.page.setViewportSize(paper);
    await this.page.screenshot({ path: `${pictures}/${name}-printed.png`, fullPage: true });
    const found = await this.page.evaluate((width) => {
      const isSeen = (each) => each.checkVisibility() && each.getBoundingClientRect().height > 0;
      const name = (each) => `${each.tagName} ${each.className} ${each.innerText ?? ''}`.slice(0, 120);
      const all = (what) => [...document.querySelectorAll(what)];
      return {
        onlyForScreens: all('nav, button, input, textarea, form, .govuk-back-link, .govuk-skip-link, .app-not-printed').filter(isSeen).map(name),
        beyondTheEdge: all('main *').filter((each) => isSeen(each) && each.getBoundingClientRect().right > width + 1).map(name),
        squeezed: all('thead th').filter((each) => isSeen(each) && each.innerText.trim().length > 3 && each.getBoundingClientRect().width < 24).map(name), // a letter a line
        heading: all('h1').filter(isSeen).length,
      };
    }, paper.width);
    const sheets = await this.page.pdf({ format: 'A4' });
    await this.page.emulateMedia({ media: 'screen' });
    await this.page.setViewportSize(wide);
    assert.deepEqual(found, { onlyForScreens: [], beyondTheEdge: [], squeezed: [], heading: 1 }, `${name} printed`);
    assert.ok(sheets.length > 1000 && sheets.subarray(0, 5).toString() === '%PDF-', `${name} printed`);
  }

  // By keyboard alone: presses Tab until the element of that name has the focus.
  async tabsTo(name, limit = 60) {
    for (let i = 0; i < limit; ++i) {
      await this.page.keyboard.press('Tab');
      const text = await this.page.evaluate(() => {
        const at = document.activeElement;
        return (at?.labels?.[0]?.innerText || at?.innerText || at?.value || '').trim();
      });
      if (text === name) return this.showsFocus(name);
    }
    assert.fail(`no ${limit} presses of Tab lead to "${name}"`);
  }

  // Whoever uses the keyboard must see where they are.
  async showsFocus(name) {
    const isSeen = await this.page.evaluate(() => {
      const at = document.activeElement;
      const box = at.getBoundingClientRect();
      const styles = [getComputedStyle(at), getComputedStyle(at.nextElementSibling ?? at, '::before')]; // radios draw theirs beside
      const isDrawn = styles.some((style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)');
      return isDrawn && box.bottom > 0 && box.top < window.innerHeight;
    });
    assert.ok(isSeen, `the focus on "${name}" cannot be seen`);
  }

  async types(name, text) {
    await this.tabsTo(name);
    await this.page.keyboard.type(text);
  }

  // A link or a button, by keyboard alone.
  async enters(name, limit) {
    await this.tabsTo(name, limit);
    await Promise.all([this.page.waitForNavigation(), this.page.keyboard.press('Enter')]);
    await this.page.waitForLoadState();
  }

  async leaves() {
    await this.context.close();
    assert.deepEqual(this.complaints, [], 'what the browser complained of');
  }
}
