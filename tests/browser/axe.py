"""Ask axe-core, for the tests of accessibility."""

from axe_playwright_python.sync_playwright import Axe

AXE = Axe().axe_script
RUN = """axe.run({resultTypes: ['violations']}).then((done) => done.violations.map(
  (v) => `${v.id} (${v.impact}): ` + v.nodes.slice(0, 5).map((n) => n.target.join(' ')).join(', ')))"""


def violations(page):
    """What axe-core objects to on a page by the rules that it runs unasked, a line a finding."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    return page.evaluate(RUN)
