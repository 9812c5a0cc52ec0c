/**
 * The house of STYLE: arrows point down only. Each room lists the rooms it may look into; everything
 * else in `src` is out of its sight. A rule's `comment` is the reason, and is printed when it breaks.
 */

/** Room → rooms below it, and why the ones left out are left out. */
const ROOMS = {
  snapshot: {
    sees: ['errors'],
    why: 'Bytes to columns: the reader knows the wire format and nothing of graphs, pools or leaks.',
  },
  graph: {
    sees: ['errors', 'snapshot'],
    why: 'Columns to navigation: immutable and without an opinion about what is a leak.',
  },
  sources: {
    sees: ['errors', 'graph'],
    why: 'Places in scripts to places in sources: it needs names of scripts, and nothing of what is asked about them.',
  },
  profiles: {
    sees: ['errors', 'schema-text', 'version'],
    why: 'Profiles are data and their schema: they describe pools and look at no heap.',
  },
  agent: {
    sees: ['profiles'],
    why: 'What runs inside the observed process must be small, and know nothing of snapshots or of who asks.',
  },
  findings: {
    sees: ['errors', 'schema-text'],
    why: "The report's skeleton is plain data that outlives every snapshot, so it sees no graph.",
  },
  analyzers: {
    sees: ['errors', 'snapshot', 'graph', 'profiles', 'findings'],
    why: 'Analyzers answer questions about graphs; they neither render nor capture, nor know who asks.',
  },
  report: {
    sees: ['errors', 'findings'],
    why: 'A renderer gets data and gives a string: if it needs more of the heap, the report lacks a field.',
  },
  scrub: {
    sees: ['errors', 'snapshot', 'profiles'],
    why: 'A snapshot to a copy without contents, as a stream: it must work without a graph, which would not fit into memory.',
  },
  memlab: {
    sees: ['index', 'snapshot'],
    why: 'What memlab is given is built on the library as anybody has it, so that both are one copy where they are installed.',
  },
  capture: {
    sees: ['errors', 'snapshot', 'agent'],
    why: 'Process to files: capturing must work without the analysis and without a terminal.',
  },
  testing: {
    sees: ['errors', 'capture', 'disk', 'findings', 'report'],
    why: 'In the process of the tests: it captures and shows what was found, and the analysis runs in a process of its own.',
  },
  disk: {
    sees: ['errors', 'findings', 'sources', 'snapshot', 'capture', 'analyze'],
    why: 'Files of this machine, as the analysis and the capture ask for them: it passes them on, and asks nothing of them.',
  },
};

/** Rooms inside `analyzers`, the top floor first: each sees those below it, and the last column says what it is for. */
const FLOORS = [
  ['search', 'It asks the questions in their order, so everything else must work without it.'],
  ['describe', 'A judged case is put into words after it was judged: words must not decide.'],
  ['verdict', 'One fold over grounds and doubts decides; it must not depend on how a finding reads.'],
  ['evidence', 'Each piece of evidence is found for itself: it cannot know which verdict others bear.'],
  ['cases', 'The facts of what is accused are gathered before anybody weighs them.'],
  ['pools', "A pool's books are read the same whether or not anything is accused."],
  ['cut', 'Which reference to cut follows from the graph and the suspects, not from what a pool says of them.'],
  [
    'code',
    "What the program's text says is found before anything is weighed: it knows labels and places, and no suspects.",
  ],
  ['series', 'What changed between snapshots is counted before anything is suspected.'],
  ['objects', 'What one object is follows from that object, not from its history.'],
  ['labels', 'What a reference is called follows from the graph alone.'],
];

const floorRules = FLOORS.map(([floor, why], index) => ({
  name: `analyzers-${floor}-looks-down-only`,
  comment: why,
  severity: 'error',
  from: { path: `^src/analyzers/${floor}/` },
  to: {
    path: '^src/analyzers/',
    pathNot: FLOORS.slice(index).map(([below]) => `^src/analyzers/${below}/`),
  },
}));

/** Rooms inside `cli`, with the ones that each may see; `main`, `run` and `registry` see them all. */
const CLI_ROOMS = {
  commands: {
    sees: ['arguments', 'inputs', 'output', 'process'],
    why: 'A command is listed by the registry and started by `run`: knowing either, it could not be added or taken away alone.',
  },
  arguments: {
    sees: ['process'],
    why: 'What arguments mean is found out before anything is read or written, and without knowing which commands there are.',
  },
  inputs: {
    sees: ['process'],
    why: 'Files and standard input are read alike for every command, so no command and no output may be known here.',
  },
  output: {
    sees: ['process'],
    why: 'What is written depends on where it goes, and not on the command that asks or on what it has read.',
  },
  process: {
    sees: [],
    why: 'Streams, exit codes and the machine are what all the others stand on, so it can know none of them.',
  },
};

const cliRules = Object.entries(CLI_ROOMS).map(([room, { sees, why }]) => ({
  name: `cli-${room}-looks-down-only`,
  comment: why,
  severity: 'error',
  from: { path: `^src/cli/${room}/` },
  to: { path: '^src/cli/', pathNot: [room, ...sees].map((seen) => `^src/cli/${seen}/`) },
}));

/** Files at the top of `src`, with what they may see. */
const TOP = {
  errors: { sees: [], why: 'Everything may throw a ToolError, so it can depend on nothing.' },
  'schema-text': { sees: [], why: 'Profiles and reports have their schemas described by it: it can know neither.' },
  version: { sees: [], why: 'A constant that reports carry: it can depend on nothing.' },
  'series-report': {
    sees: ['errors', 'version', 'findings', 'analyzers'],
    why: 'What is said of a whole series comes after the analysis: it needs no graph and no bytes.',
  },
  analyze: {
    sees: ['errors', 'snapshot', 'graph', 'sources', 'profiles', 'findings', 'analyzers', 'series-report'],
    why: 'The analysis ends in a report as data; rendering and the command line come after it.',
  },
  'snapshot-series': {
    sees: ['snapshot', 'graph', 'profiles', 'findings', 'analyzers', 'series-report'],
    why: 'The analysis of what is in memory already: it ends in a report as data, like the one of files.',
  },
  'analyze-files': {
    sees: ['errors', 'findings', 'disk', 'analyze'],
    why: 'The analysis with the files of this machine: what it finds is decided below.',
  },
  'capture-process': {
    sees: ['errors', 'capture', 'disk'],
    why: 'The capture with the processes and files of this machine: how it is done is decided below.',
  },
  'published-schemas': {
    sees: ['errors', 'schema-text', 'findings', 'snapshot', 'graph', 'profiles', 'analyzers'],
    why: 'The schema of the report and the codes of the analysis meet here, so that neither has to know the other.',
  },
  index: {
    sees: [
      'errors',
      'snapshot',
      'graph',
      'sources',
      'profiles',
      'findings',
      'analyzers',
      'report',
      'capture',
      'analyze',
      'analyze-files',
      'capture-process',
      'published-schemas',
      'snapshot-series',
    ],
    why: 'The library must be importable without a command line: nothing may pull in yargs or the process.',
  },
};

const fileOf = (name) => (name in TOP ? `${name}\\.ts$` : `${name}/`);

const roomRules = [...Object.entries(ROOMS), ...Object.entries(TOP)].map(([name, { sees, why }]) => ({
  name: `${name}-looks-down-only`,
  comment: why,
  severity: 'error',
  from: { path: `^src/${fileOf(name)}` },
  to: { path: '^src/', pathNot: [name, ...sees].map((seen) => `^src/${fileOf(seen)}`) },
}));

export default {
  forbidden: [
    ...roomRules,
    ...floorRules,
    ...cliRules,
    {
      name: 'commands-know-no-other-command',
      comment: 'A command can be taken away alone. Only `attach` ends in what `analyze` does.',
      severity: 'error',
      from: { path: '^src/cli/commands/([^/]+)/' },
      to: { path: '^src/cli/commands/[^/]+/', pathNot: '^src/cli/commands/($1/|analyze/run-analyze\\.ts$)' },
    },
    {
      name: 'cli-has-rooms-only',
      comment:
        'A file of the command line has a room; only what starts it, runs it and lists its commands stands outside.',
      severity: 'error',
      from: {
        path: '^src/cli/',
        pathNot: [...Object.keys(CLI_ROOMS).map((room) => `^src/cli/${room}/`), '^src/cli/(main|run|registry)\\.ts$'],
      },
      to: {},
    },
    {
      name: 'analyzers-comparison-looks-down-only',
      comment:
        'Two reports are compared as data: of the analysis that made them only how growth is told apart is needed.',
      severity: 'error',
      from: { path: '^src/analyzers/comparison/' },
      to: { path: '^src/analyzers/', pathNot: '^src/analyzers/(comparison|series)/' },
    },
    {
      name: 'analyzers-explanation-looks-down-only',
      comment:
        'A finding is explained from a report, by the catalog of evidence alone: whatever else it needs, the report lacks a field.',
      severity: 'error',
      from: { path: '^src/analyzers/explanation/' },
      to: { path: '^src/analyzers/', pathNot: '^src/analyzers/(explanation|evidence|cases)/' },
    },
    {
      name: 'analyzers-has-rooms-only',
      comment:
        'A file of the analysis belongs to the question it helps to answer; a new question needs a floor in this file.',
      severity: 'error',
      from: {
        path: '^src/analyzers/',
        pathNot: [...FLOORS.map(([floor]) => floor), 'comparison', 'explanation'].map(
          (room) => `^src/analyzers/${room}/`,
        ),
      },
      to: {},
    },
    {
      name: 'no-cycles',
      comment: 'A cycle makes two modules one that nobody can test, load or understand alone.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'known-rooms-only',
      comment: 'There is no util room: a helper lives with its noun. A new room needs a place in this file first.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [...Object.keys(ROOMS), ...Object.keys(TOP), 'cli'].map((name) => `^src/${fileOf(name)}`),
      },
      to: {},
    },
    {
      name: 'no-way-into-cli',
      comment: 'The command line is the top: what it offers to others belongs in a room below.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'only-cli-parses-arguments',
      comment: 'Arguments are the business of the command line; the library takes options.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: 'node_modules/yargs' },
    },
    {
      name: 'small-zod-only',
      comment: 'The whole of zod takes longer to load than a small snapshot to read; zod/mini parses the same.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/zod/(index|v4/(index|classic/))' },
    },
    {
      name: 'only-report-styles',
      comment: 'Colors and tables in one place, so that a pipe, NO_COLOR and 40 columns work everywhere.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/' },
      to: { path: 'node_modules/(chalk|cli-table3)' },
    },
    {
      name: 'files-at-the-edge',
      comment:
        'Files are opened where bytes enter or leave: byte source, memlab engine, capture, disk, tests of users, command line.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot:
          '^src/(snapshot/(byte-source|named-pipe)\\.ts|snapshot/memlab-[^/]+\\.ts|capture/|disk/|testing/|cli/)',
      },
      to: { dependencyTypes: ['core'], path: '^(node:)?fs(/promises)?$' },
    },
    {
      name: 'process-only-in-cli',
      comment:
        'process and console are passed in, so that everything below runs in a test as it runs for real. ' +
        'The memlab engine undoes what importing memlab does to the process, the agent is loaded into one, a test is part of one, and signals to others go through one file.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/(cli/|testing/|agent/agent\\.ts$|capture/local-system\\.ts$|snapshot/memlab-engine\\.ts$)',
      },
      to: { dependencyTypes: ['core'], path: '^(node:)?(process|console|readline(/promises)?|tty)$' },
    },
    {
      name: 'pure-rooms-have-no-system',
      comment:
        'The same snapshots give the same bytes: no clock, randomness or I/O. node:crypto only to hash fingerprints.',
      severity: 'error',
      from: { path: '^src/(graph|profiles|findings|analyzers|report)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'hashes-only-in-findings',
      comment: 'node:crypto is also a source of randomness; only fingerprints need it, for a digest.',
      severity: 'error',
      from: { path: '^src/(graph|profiles|analyzers|report)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?crypto$' },
    },
    {
      name: 'memlab-behind-its-bridge',
      comment: 'memlab is bundled into one lazily loaded file; an import elsewhere would ship it as a dependency.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/snapshot/memlab-bridge\\.ts$' },
      to: { path: 'node_modules/@memlab/' },
    },
    {
      name: 'only-code-parses',
      comment: 'What the text of a program says is asked of one room, which gives plain facts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/analyzers/code/' },
      to: { path: 'node_modules/acorn/' },
    },
    {
      name: 'only-sources-reads-maps',
      comment: 'Whoever else asks for a place gets it translated already, through the translator that is passed in.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sources/' },
      to: { path: 'node_modules/@jridgewell/' },
    },
    {
      name: 'packages-are-listed',
      comment:
        'A package that only another one brings along goes away with it. What the product uses is bundled: it is in package.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-ignores-its-tests',
      comment: 'Tests, samples and benchmarks look at the product, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|samples|bench|scripts)/' },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that nothing answers to fails only when a user reaches it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types count: an arrow that only a type needs is still an arrow.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
