/** The few things of a page that its script touches. */
interface PageElement {
  readonly classList: { toggle(name: string, on: boolean): void; contains(name: string): boolean };
  readonly dataset: Record<string, string | undefined>;
  textContent: string | null;
  value: string;
  hidden: boolean;
  open: boolean;
  readonly tagName: string;
  querySelector(selector: string): PageElement | null;
  addEventListener(
    type: string,
    listener: (event: {
      key: string;
      ctrlKey: boolean;
      metaKey: boolean;
      altKey: boolean;
      target: PageElement;
      preventDefault(): void;
    }) => void,
  ): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  focus(): void;
  blur(): void;
  scrollIntoView(options: { block: 'nearest' | 'start' }): void;
}

interface Page extends PageElement {
  readonly documentElement: PageElement;
  readonly activeElement: PageElement | null;
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/**
 * What runs in the page: search, filter, keys, light and dark. It is sent as text, so it may use nothing from outside of itself.
 *
 * @param page the document
 * @param prefersDark what the system says
 */
function runPage(page: Page, prefersDark: boolean): void {
  const findings = [...page.querySelectorAll('.finding')];
  const search = page.getElementById('search');
  const told = page.getElementById('told');
  const filters = [...page.querySelectorAll('[data-filter]')];
  let filter = 'all';
  const apply = (): void => {
    const words = (search?.value ?? '').toLowerCase().split(/\s+/);
    let shown = 0;
    for (const finding of findings) {
      const text = (finding.textContent ?? '').toLowerCase();
      const isShown =
        (filter === 'all' || finding.dataset['verdict'] === filter) && words.every((word) => text.includes(word));
      finding.classList.toggle('hidden', !isShown);
      if (isShown) shown += 1;
    }
    if (told !== null) told.textContent = shown === findings.length ? '' : `${shown} of ${findings.length} shown`;
  };
  search?.addEventListener('input', apply);
  for (const button of filters)
    button.addEventListener('click', () => {
      filter = button.dataset['filter'] ?? 'all';
      for (const other of filters) other.setAttribute('aria-pressed', String(other === button));
      apply();
    });
  page.getElementById('theme')?.addEventListener('click', () => {
    const now = page.documentElement.dataset['theme'] ?? (prefersDark ? 'dark' : 'light');
    page.documentElement.dataset['theme'] = now === 'dark' ? 'light' : 'dark';
  });
  const go = (by: number): void => {
    const visible = findings.filter((finding) => !finding.classList.contains('hidden'));
    const at = page.activeElement === null ? -1 : visible.indexOf(page.activeElement);
    const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.tagName === 'INPUT') {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    const active = findings.find((finding) => finding === page.activeElement);
    const details = active?.querySelector('details') ?? null;
    if (event.key === '/') search?.focus();
    else if (event.key === 'j') go(1);
    else if (event.key === 'k') go(-1);
    else if ((event.key === 'o' || event.key === 'Enter') && details !== null) details.open = !details.open;
    else return;
    event.preventDefault();
  });
}

/** The script of the page, as text. */
export const SCRIPT = `(${String(runPage).replaceAll('\t', '  ')})(document, matchMedia('(prefers-color-scheme: dark)').matches);`;
