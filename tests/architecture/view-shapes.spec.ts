import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './check';
import { shapesOf, viewsOf, type Shape } from './view-shapes';

/**
 * Shapes under the names that they have had, from data format 1 on. What is kept under a name stays readable: a view
 * whose documents get another shape gets another name (`tasks@2`), says what it was called (`formerly`), and stands
 * here under both. Only what a document may lack (`x?`, absent in older ones) can be added under a name that there was:
 * CHUANGWEN_VIEW_SHAPES=write writes what is, for a person to look at.
 */
const file = join(__dirname, 'view-shapes.json');
const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Shape>;
const views = viewsOf(root);
const shapes = shapesOf(root, views);
if (process.env['CHUANGWEN_VIEW_SHAPES'] === 'write')
  writeFileSync(file, `${JSON.stringify({ ...known, ...shapes }, null, 2)}\n`);

it('there are views, and each keeps something', () => {
  expect(views.length).toBeGreaterThan(12);
  for (const [name, shape] of Object.entries(shapes)) expect([name, shape.length > 0]).toEqual([name, true]);
});

it.each(Object.keys(shapes))('what %s keeps has the shape that stands under this name', (name) => {
  expect(shapes[name]).toEqual(known[name]);
});

it('what stood under a name that no view has any more is dropped', () => {
  const names = new Set(views.map(({ name }) => name));
  const dropped = new Set(views.flatMap(({ formerly = [] }) => formerly));
  expect(Object.keys(known).filter((name) => !names.has(name) && !dropped.has(name))).toEqual([]);
});
