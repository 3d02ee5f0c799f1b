/** The editor's states that `make screenshots` takes pictures of. */
export const editorScenes = (made) => {
  const scene = (name, prepare, workflow = made.workflow) => ({
    name: `editor${name}`,
    path: `/workflows/${workflow}`,
    prepare,
  });
  return [
    scene('', async (page) => {
      await page.locator('[data-node="alert"]').waitFor();
    }),
    scene('-node', async (page) => {
      await page.locator('[data-node="fetch"]').click();
      await showInspector(page);
    }),
    scene('-run', async (page) => {
      await page.getByRole('button', { name: 'Run', exact: true }).first().click();
      await page.locator('[data-node="alert"][data-status="succeeded"]').waitFor();
      await page.locator('[data-node="warm"]').click({ position: { x: 90, y: 20 } });
      await showInspector(page);
      await page.locator('[data-preview]').first().waitFor();
    }),
    scene('-add', async (page) => {
      await page.locator('[data-node="warm"]').click();
      await page.keyboard.press('/');
      await page.getByPlaceholder('What should happen?').waitFor();
    }),
    scene(
      '-problems',
      async (page) => {
        await page.locator('[data-node="fetch"]').click();
        await showInspector(page);
        await page.locator('[data-field="/url"] .cm-content').fill('http://example.test/{{ nodes.gone.output }}');
        await page.getByRole('tab', { name: /Problems/ }).click();
        await page.getByText('ORC2009').first().waitFor();
      },
      made.failing,
    ),
    scene('-versions', async (page) => {
      await page.getByRole('button', { name: 'Versions' }).click();
      await page.getByRole('dialog').getByText('Works for Oslo.').waitFor();
      await page.getByRole('list', { name: 'Changes' }).waitFor();
    }),
    scene('-help', async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    }),
  ];
};

/** Narrow windows begin with the canvas alone. */
async function showInspector(page) {
  if ((await page.getByRole('complementary', { name: 'Inspector' }).count()) === 0) {
    await page.getByRole('button', { name: 'Inspector' }).click();
  }
}
