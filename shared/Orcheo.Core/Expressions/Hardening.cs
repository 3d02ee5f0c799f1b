namespace Orcheo.Core.Expressions;

/// <summary>The script that empties an engine. What a guarded script cannot name cannot be used; this makes it not exist as well.</summary>
internal static class Hardening
{
    /// <summary>Removes every named member of every prototype and every global.</summary>
    /// <remarks>
    /// Members named by symbols stay: the language itself iterates and matches by them, and no symbol is within reach. Of regular
    /// expressions, <c>exec</c> and the flags stay, which the engine's matching reads.
    /// </remarks>
    public const string Script =
        """
        (() => {
          const ownKeys = Reflect.ownKeys, remove = Reflect.deleteProperty, parent = Reflect.getPrototypeOf;
          const reached = new Set();
          const visit = value => {
            if (value === null || (typeof value !== "object" && typeof value !== "function") || reached.has(value)) return;
            reached.add(value);
            visit(parent(value));
            for (const key of ownKeys(value)) {
              const property = Reflect.getOwnPropertyDescriptor(value, key);
              visit(property.value); visit(property.get); visit(property.set);
            }
          };
          for (const name of ["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "RegExp", "Date", "Promise",
              "Map", "Set", "WeakMap", "WeakSet", "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError",
              "Iterator", "AggregateError"]) {
            if (globalThis[name]) visit(globalThis[name].prototype);
          }
          visit(parent(function* () {})); visit(parent(async () => 0)); visit(parent(async function* () {}));
          const iterators = new Set([[][Symbol.iterator](), ""[Symbol.iterator](), "".matchAll(/a/g)].map(i => parent(i)));
          const keep = new Set(["exec", "flags", "global", "ignoreCase", "multiline", "dotAll", "unicode", "unicodeSets", "sticky", "hasIndices", "source"]);
          const regular = RegExp.prototype;

          // What works by methods comes first: from the first removal on there are none.
          const plan = [];
          for (const value of reached) {
            for (const key of ownKeys(value)) {
              const stays = value === regular ? keep.has(key) : iterators.has(value) && key === "next";
              if (typeof key === "string" && !stays) plan.push([value, key]);
            }
          }
          for (const key of ownKeys(globalThis)) plan.push([globalThis, key]);
          const values = [...reached], freeze = Object.freeze, count = plan.length, size = values.length;
          for (let i = 0; i < count; i++) remove(plan[i][0], plan[i][1]);
          for (let i = 0; i < size; i++) freeze(values[i]);
        })()
        """;
}
