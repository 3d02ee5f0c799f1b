namespace Orcheo.Durable;

/// <summary>The tables of a task hub.</summary>
internal static class Schema
{
    /// <summary>The version that this program writes. A change needs a migration, an ADR and a recorded example of the old version.</summary>
    public const long Version = 1;

    /// <summary>Marks a database as a task hub ("Orch"), so that another application's file is not taken for one.</summary>
    public const long ApplicationId = 0x4F726368;

    // Rowid tables with a unique index: scattered keys cost half as much as WITHOUT ROWID. Times are UTC ticks.
    // A row of work_items or timers stands until the turn that consumes its result commits; history never repeats an activity's input.
    public const string Create = """
        CREATE TABLE instances(
          seq INTEGER PRIMARY KEY, id TEXT NOT NULL, generation INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
          status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, start_at INTEGER,
          parent_seq INTEGER, parent_generation INTEGER, parent_task INTEGER, parent_id TEXT, parent_name TEXT,
          tags TEXT, custom_status TEXT, failure BLOB, output TEXT, input TEXT);
        CREATE UNIQUE INDEX instances_id ON instances(id);
        CREATE INDEX instances_status ON instances(status, seq);
        CREATE INDEX instances_created ON instances(created);
        CREATE INDEX instances_parent ON instances(parent_seq) WHERE parent_seq IS NOT NULL;
        CREATE TABLE history(
          row INTEGER PRIMARY KEY, instance INTEGER NOT NULL, turn INTEGER NOT NULL, at INTEGER NOT NULL, events BLOB NOT NULL);
        CREATE UNIQUE INDEX history_turn ON history(instance, turn);
        CREATE TABLE inbox(
          row INTEGER PRIMARY KEY, instance INTEGER NOT NULL, generation INTEGER NOT NULL, kind INTEGER NOT NULL, task INTEGER NOT NULL,
          name TEXT, payload TEXT, failure BLOB);
        CREATE TABLE work_items(
          row INTEGER PRIMARY KEY, instance INTEGER NOT NULL, generation INTEGER NOT NULL, task INTEGER NOT NULL, name TEXT NOT NULL,
          version TEXT NOT NULL, input TEXT);
        CREATE TABLE timers(row INTEGER PRIMARY KEY, instance INTEGER NOT NULL, task INTEGER NOT NULL, due INTEGER NOT NULL);
        """;
}
