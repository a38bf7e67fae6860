"""What is measured on a page in a browser; each gives the faults it found, in words."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from linli.kernel.personal import PersonalText
from tests.town import Town

_TEXTS = (CharField, TextField, PersonalText)
STILL = 0.01  # of layout shift, which nobody sees
SHIFT = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => list.getEntries().forEach(one => sum += one.value))
    .observe({type: 'layout-shift', buffered: true})
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)))
})"""
IN_BRACES = re.compile(r"\{[^}]*\}")  # places of a text, which are typed as they are
CHINESE = re.compile(r"[\u3400-\u9fff]")


def sticks_out(page: Any, where: str) -> list[str]:
    """Nothing is wider than the screen, in either writing direction."""
    wide = []
    for direction in ("rtl", "ltr"):
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        extra = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        wide += [f"{where}: {extra} px too wide ({direction})"] if extra > 0 else []
    return wide


def too_small(page: Any, where: str, least: int) -> list[str]:
    """What is pressed is high enough; links within a sentence are as high as the sentence."""
    pressed = (
        "button, summary, select, textarea, .button, nav a, fieldset label, .call, .go, .jump,"
        " .title-row > a, input:not([type=radio], [type=checkbox], [type=hidden])"
    )
    heights = page.locator(pressed).evaluate_all(
        "all => all.filter(one => one.checkVisibility() && !one.closest('.hidden'))"
        ".map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 80)])"
    )
    return [
        f"{where}: only {height} px high: {html}"
        for height, html in heights
        if height < least - 0.5
    ]


LAST_LINES = """all => all.filter(
  one => one.checkVisibility() && !one.closest('.sheet')
).map(one => {
  const range = document.createRange(), lines = new Map();
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('.hidden, option, bdi')) continue;
    for (let at = 0; at < node.length; at++) {
      if (!/[\\p{L}\\p{N}]/u.test(node.data[at])) continue;
      range.setStart(node, at); range.setEnd(node, at + 1);
      const line = Math.round(range.getBoundingClientRect().bottom / 8);
      lines.set(line, (lines.get(line) || 0) + 1);
    }
  }
  return [lines.size, [...lines.values()].pop() || 0, one.innerText.slice(0, 40)];
})"""


def left_alone(page: Any, where: str) -> list[str]:
    """No button, label or heading wraps by a single character."""
    named = "button, .button, nav a, label, legend, summary, dt, .pill, .link-button, .brand, h2"
    lines = page.locator(named).evaluate_all(LAST_LINES)
    return [f"{where}: one character alone: {text}" for n, last, text in lines if n > 1 == last]


# A sheet of paper keeps the size it is printed in, whatever the view and the screen.
FONTS = """all => all.filter(one => one.checkVisibility() && !one.closest('.hidden, .sheet')
  && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(one => {
    const {fontSize, lineHeight} = getComputedStyle(one), drawn = one.getScreenCTM?.().a
    return [parseFloat(fontSize) * (drawn ?? 1), drawn ? 999 : parseFloat(lineHeight),
      one.outerHTML.slice(0, 80)]
  })"""


def too_fine(page: Any, where: str) -> list[str]:
    """Large print: nothing below 18 px, the text of the page 18 px and 30 %, lines well apart."""
    body = float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    texts = page.locator("body *").evaluate_all(FONTS)
    fine = [f"{where}: {size} px: {html}" for size, _, html in texts if size < 18]
    near = [f"{where}: lines too near: {html}" for size, high, html in texts if high < 1.49 * size]
    return fine + near + ([f"{where}: text of {body} px"] if body < 23.4 else [])


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}


def violations(page: Any, where: str, rules: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, however small; all of its rules, or only those of ``CONTRAST``, which take
    the longest, or ``ALL_BUT_CONTRAST``. It need not fetch the style sheets once more."""
    options = {"resultTypes": ["violations"], "preload": False} | (rules or {})
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{where}: {rule['id']} {[node['target'] for node in rule['nodes']][:4]}" for rule in found
    ]


UNTIDY = """() => {
  const faults = [], all = selector => [...document.querySelectorAll(selector)]
  const has = (selector, words) => all(selector).length || faults.push(words)
  if (all('h1').length !== 1) faults.push(`${all('h1').length} h1`)
  if (!document.title || document.title.startsWith(' ·')) faults.push('no title of its own')
  const hasNot = (selector, words) => all(selector).forEach(one => faults.push(
    words + one.outerHTML.slice(0, 80)))
  hasNot('[tabindex]:not([tabindex="0"], [tabindex="-1"])', 'an order of focus by numbers: ')
  hasNot('time:not([datetime])', 'a time for people only: ')
  hasNot('img:not([width][height])', 'a picture without a size: ')
  const ids = all('[id]').map(one => one.id)
  for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) faults.push('two of id ' + id)
  if (all('main.bare').length) return faults
  if (!document.querySelector('a[href], button, input').matches('.skip[href="#main"]'))
    faults.push('nothing to skip by')
  has('main#main', 'nothing to skip to')
  has('#live[role=status]', 'no live region')
  has('[aria-current=page], .trouble', 'does not say where one is')
  return faults
}"""


def untidy(page: Any, where: str) -> list[str]:
    """One heading, a title, a way past the navigation, and where one is."""
    return [f"{where}: {fault}" for fault in page.evaluate(UNTIDY)]


WORDS = """() => {
  const own = 'bdi, [dir=auto], [lang|=zh], script, style', words = []
  const add = (element, text) => text?.trim() && !element.closest(own) && words.push(text.trim())
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) add(walker.currentNode.parentElement, walker.currentNode.data)
  for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`)) add(one, one.getAttribute(name))
  return words
}"""


def in_chinese(page: Any, where: str, data: Iterable[str]) -> list[str]:
    """Chinese words left on a page in another language, beside what is the town's own data."""
    found = []
    for words in page.evaluate(WORDS):
        rest = IN_BRACES.sub("", words)
        for own in data:
            rest = rest.replace(own, "")
        found += [f"{where}: {words[:60]}"] if CHINESE.search(rest) else []
    return found


def own_words(town: Town) -> list[str]:
    """Every Chinese text in the town's tables, the longest first."""
    words = {town.street.name}
    for model in apps.get_models():
        fields = {field.attname: type(field) for field in model._meta.concrete_fields}
        texts = [name for name, kind in fields.items() if kind in _TEXTS]
        lists = [name for name, kind in fields.items() if kind is JSONField]
        if "street_id" in fields and texts:
            rows = model._default_manager.filter(street_id=town.street.pk)
            told = rows.values_list(*texts)
            words |= {text for row in told for text in row if CHINESE.search(text or "")}
            kept = list(rows.values_list(*lists)) if lists else []
            words |= {text for text in _inside(kept) if CHINESE.search(text)}
    return sorted(words, key=len, reverse=True)


def _inside(value: Any) -> Iterator[str]:
    """Every text in a list or an object, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _inside(one)
