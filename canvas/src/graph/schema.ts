/** The part of JSON Schema that configs of node types are described in. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  title?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: { pattern?: string; not?: { const?: string } };
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  contentMediaType?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  not?: JsonSchema;
}

export function schemaTypes(schema: JsonSchema): string[] {
  return schema.type === undefined ? [] : Array.isArray(schema.type) ? schema.type : [schema.type];
}

/** How a field is edited. */
export type FieldKind =
  'expression' | 'code' | 'enum' | 'boolean' | 'number' | 'text' | 'map' | 'list' | 'object' | 'json';

export function fieldKind(name: string, schema: JsonSchema): FieldKind {
  const types = schemaTypes(schema).filter((type) => type !== 'null');
  if (schema.format === 'orcheo-expression') {
    return 'expression';
  }
  if (
    schema.format === 'python' ||
    schema.contentMediaType === 'text/x-python' ||
    (name === 'code' && types[0] === 'string')
  ) {
    return 'code';
  }
  if (schema.enum !== undefined) {
    return 'enum';
  }
  if (types.length !== 1) {
    return types.length === 0 || types.includes('object') || types.includes('array') ? 'json' : 'text';
  }
  switch (types[0]) {
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'integer':
      return 'number';
    case 'string':
      return 'text';
    case 'object':
      return schema.properties !== undefined
        ? 'object'
        : schema.additionalProperties === false
          ? 'json'
          : isFlat(schema)
            ? 'map'
            : 'json';
    case 'array':
      return schema.items !== undefined && schemaTypes(schema.items)[0] === 'string' ? 'list' : 'json';
    default:
      return 'json';
  }
}

/** Whether the members of a map are edited as rows of name and value. */
function isFlat(schema: JsonSchema): boolean {
  const members = typeof schema.additionalProperties === 'object' ? schemaTypes(schema.additionalProperties) : [];
  return members.length === 0 || !members.every((type) => type === 'object');
}

/** "max_response_bytes" → "Max response bytes". */
export function fieldLabel(name: string): string {
  const words = name.replaceAll('_', ' ');
  const label = words.charAt(0).toUpperCase() + words.slice(1);
  return label.replace(/\b(url|id|json|http|api)\b/gi, (word) => word.toUpperCase());
}

/** The config with which a new node begins: nothing but what has to be there. */
export function initialConfig(schema: JsonSchema): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const name of schema.required ?? []) {
    const field = schema.properties?.[name];
    if (field !== undefined) {
      config[name] = field.default ?? emptyValue(field);
    }
  }
  return config;
}

function emptyValue(schema: JsonSchema): unknown {
  if (schema.enum !== undefined) {
    return schema.enum[0];
  }
  switch (schemaTypes(schema)[0]) {
    case 'object':
      return {};
    case 'array':
      return [];
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return schema.minimum ?? 0;
    default:
      return '';
  }
}
