// What the server sends and takes.

export type Kind =
  | { number: { min: number; max: number; default: number; step: number } }
  | { choice: { options: string[] } };

export interface Lever {
  name: string;
  title: string;
  element: string | null;
  actor: string | null;
  unit: string;
  kind: Kind;
  words: string[];
  values: Record<string, number | string>;
}

export interface LeverSheet {
  levers: Lever[];
}

export interface Move {
  pathway: string;
  levers: [string, number | string][];
  futures: number;
  viewer?: string;
}

export interface Moved {
  futures: number;
  seconds: number;
  from: "start" | "decision";
  table: string;
  charts: string[];
  command: string;
}

export interface Axis {
  name: string;
  title: string;
  unit: string;
  kind: "uncertainty" | "measure";
  min: number;
  max: number;
  better: "high" | "low" | null;
  bar: number | null;
}

export interface Outcomes {
  axes: Axis[];
  rows: number;
  members: number[] | null;
}

export interface Event {
  version: number;
  diagnostics: string | null;
  notes: string[];
}

export interface Scenario {
  name: string;
  pathway: string;
  levers: [string, number | string][];
}
