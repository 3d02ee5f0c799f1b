import type { ReactNode } from 'react';
import { cx } from './classes';

export interface Column<Row> {
  id: string;
  header: ReactNode;
  cell(row: Row): ReactNode;
  /** Classes of the cells, such as a width or `text-right`. */
  className?: string;
}

interface TableProps<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): string;
  className?: string;
}

/** A plain table in a card. Rows that open something hold a link in their first cell; it makes the whole row its target. */
export function Table<Row>({ label, columns, rows, rowKey, className }: TableProps<Row>) {
  return (
    <div
      className={cx('overflow-x-auto rounded-lg border border-line bg-surface shadow-sm', className)}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table className="w-full border-collapse text-left">
        <thead>
          <tr className="border-b border-line bg-raised">
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={cx('h-9 px-3 text-xs font-medium whitespace-nowrap text-muted', column.className)}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="relative border-b border-line transition-colors last:border-0 hover:bg-hover/60"
            >
              {columns.map((column) => (
                <td key={column.id} className={cx('h-11 px-3 py-1.5', column.className)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** For the link of a row's first cell: stretches it over the row. Other controls of the row need `relative`. */
export const ROW_LINK = 'font-medium text-ink after:absolute after:inset-0 after:content-[""] hover:text-accent';
