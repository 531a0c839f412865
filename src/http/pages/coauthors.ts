import { setImmediate } from 'node:timers/promises';
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force';
import { scaleLinear, scaleSqrt } from 'd3-scale';
import { canonicalNames } from '../../corpus/people.ts';
import { groupBy, namesOf, ownerNames, publicationsOf } from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import { type Html, html } from './html.ts';

/** A person on the researcher's publications. */
export interface Coauthor {
  readonly name: string;
  readonly works: readonly Source[];
  /** On how many of these others are, too; the most frequent first. */
  readonly others: readonly (readonly [name: string, works: number])[];
}

/** People in a drawing; more of them cannot be told apart. */
const MAX_DRAWN = 40;
/** Where so many have several works with the researcher, the others are left out. */
const ENOUGH_REGULARS = 10;
/** On a work of more people, not everybody has worked with everybody. */
const MAX_TOGETHER = 20;
/** The simulation has come to rest by then; it takes some 30 ms for 40 people. */
const TICKS = 240;
const TICKS_AT_ONCE = 20;
/** The size in pixels for which it is laid out. */
const SIZE = { width: 700, height: 420 };
const NARROW = 340;
const LETTER = 6.6;
const LINE = 15;

/** The researcher's publications by the fullest names of the other people on them. */
export function worksByCoauthor(
  sources: readonly Source[],
): ReadonlyMap<string, readonly Source[]> {
  const works = publicationsOf(sources);
  const own = ownerNames(sources);
  const fullNames = canonicalNames(works.flatMap(namesOf));
  return groupBy(works, (work) =>
    namesOf(work)
      .filter((name) => !own.has(name))
      .map((name) => fullNames.get(name) ?? name),
  );
}

/** Those with most publications first. */
export function coauthorsOf(sources: readonly Source[]): readonly Coauthor[] {
  const byName = worksByCoauthor(sources);
  const namesOn = new Map<Source, string[]>();
  for (const [name, works] of byName) {
    for (const work of works) {
      const names = namesOn.get(work);
      if (names) names.push(name);
      else namesOn.set(work, [name]);
    }
  }
  const coauthors = [...byName].map(([name, works]) => {
    const counts = new Map<string, number>();
    for (const work of works) {
      const together = namesOn.get(work) ?? [];
      if (together.length > MAX_TOGETHER) continue;
      for (const other of together) {
        if (other !== name) counts.set(other, (counts.get(other) ?? 0) + 1);
      }
    }
    const others = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    return { name, works, others };
  });
  return coauthors.sort((a, b) => b.works.length - a.works.length || a.name.localeCompare(b.name));
}

interface Node extends SimulationNodeDatum {
  readonly coauthor: Coauthor;
  readonly radius: number;
}

/**
 * The drawing of who has published together. It repeats what a list says, so it is hidden from
 * screen readers and the keyboard.
 * @param href the address of the works of a person
 */
export async function coauthorGraph(
  coauthors: readonly Coauthor[],
  href: (name: string) => string,
): Promise<Html | ''> {
  const regulars = coauthors.filter(({ works }) => works.length > 1);
  const drawn = (regulars.length < ENOUGH_REGULARS ? coauthors : regulars).slice(0, MAX_DRAWN);
  const most = drawn[0]?.works.length ?? 0;
  if (drawn.length < 3) return '';
  const radiusOf = scaleSqrt([0, most], [0, 15]);
  const nodes: Node[] = drawn.map((coauthor) => ({
    coauthor,
    radius: 3 + radiusOf(coauthor.works.length),
  }));
  const links = linksAmong(nodes);
  await settle(nodes, links);

  const across = scaleLinear(spanOf(nodes, 'x'), [5, 95]);
  const down = scaleLinear(spanOf(nodes, 'y'), [4, 92]);
  const x = (node: Node) => across(node.x ?? 0).toFixed(2);
  const y = (node: Node) => down(node.y ?? 0).toFixed(2);
  const isLabeled = labeled(nodes, across, down, SIZE.width);
  const isLabeledWhenNarrow = labeled(nodes, across, down, NARROW);
  const lines = links.map(
    ({ source, target, works }) =>
      html`<line class="${works > 1 ? 'strong' : 'weak'}" x1="${x(source)}%" y1="${y(source)}%" x2="${x(target)}%" y2="${y(target)}%"/>`,
  );
  const circles = nodes.map((node) => {
    const { name, works } = node.coauthor;
    return html`<a href="${href(name)}" tabindex="-1"><title>${name} · ${works.length}</title><circle cx="${x(node)}%" cy="${y(node)}%" r="${node.radius.toFixed(1)}"/></a>`;
  });
  const names = [...new Set([...isLabeled, ...isLabeledWhenNarrow])].map((node) => {
    const only = isLabeledWhenNarrow.has(node) ? (isLabeled.has(node) ? '' : ' narrow') : ' wide';
    return html`<text class="label${only}" text-anchor="${anchorAt(across(node.x ?? 0))}" x="${x(node)}%" y="${y(node)}%" dy="${(node.radius + 12).toFixed(1)}">${node.coauthor.name}</text>`;
  });
  return html`<svg class="graph" aria-hidden="true" width="100%" height="${SIZE.height}">${lines}${circles}${names}</svg>`;
}

/** Names near an edge go inward. */
function anchorAt(percent: number): 'start' | 'middle' | 'end' {
  return percent < 18 ? 'start' : percent > 82 ? 'end' : 'middle';
}

interface Link extends SimulationLinkDatum<Node> {
  readonly source: Node;
  readonly target: Node;
  readonly works: number;
}

function linksAmong(nodes: readonly Node[]): Link[] {
  const byName = new Map(nodes.map((node) => [node.coauthor.name, node]));
  return nodes.flatMap((source) =>
    source.coauthor.others.flatMap(([name, works]) => {
      const target = byName.get(name);
      return target === undefined || name < source.coauthor.name ? [] : [{ source, target, works }];
    }),
  );
}

/** Others are served between a few ticks and the next; the result is the same each time. */
async function settle(nodes: Node[], links: Link[]): Promise<void> {
  const simulation = forceSimulation(nodes)
    .force('link', forceLink<Node, Link>(links).distance(70))
    .force('charge', forceManyBody().strength(-220).distanceMax(260))
    .force('x', forceX(0).strength(0.08))
    .force('y', forceY(0).strength(0.16))
    .force(
      'collide',
      forceCollide<Node>().radius(({ radius }) => radius + 14),
    )
    .stop();
  for (let done = 0; done < TICKS; done += TICKS_AT_ONCE) {
    simulation.tick(TICKS_AT_ONCE);
    await setImmediate();
  }
}

function spanOf(nodes: readonly Node[], axis: 'x' | 'y'): [number, number] {
  const places = nodes.map((node) => node[axis] ?? 0);
  return [Math.min(...places), Math.max(...places)];
}

type Scale = (place: number) => number;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The people whose names fit below their circles in a drawing of this width, the most frequent first. */
function labeled(
  nodes: readonly Node[],
  across: Scale,
  down: Scale,
  width: number,
): ReadonlySet<Node> {
  const centers = nodes.map((node) => ({
    node,
    x: (across(node.x ?? 0) / 100) * width,
    y: (down(node.y ?? 0) / 100) * SIZE.height,
  }));
  const taken: Box[] = centers.map(({ node: { radius }, x, y }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const fitting = centers.filter(({ node: { radius, coauthor }, x, y }) => {
    const length = coauthor.name.length * LETTER;
    const anchor = anchorAt((x / width) * 100);
    const left = anchor === 'start' ? x : anchor === 'end' ? x - length : x - length / 2;
    const box = { left, right: left + length, top: y + radius + 1, bottom: y + radius + LINE };
    const isFree =
      left >= 0 && box.right <= width && taken.every((other) => !isOverlapping(box, other));
    if (isFree) taken.push(box);
    return isFree;
  });
  return new Set(fitting.map(({ node }) => node));
}

function isOverlapping(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
