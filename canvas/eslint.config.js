import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** A folder may import only what is named here; `npm run lint` holds the layers of README.md in place. */
const layer = (folder, forbidden, why) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: why }] }],
  },
});
const REACT = ['react', 'react-dom', 'react-dom/*', 'react/*', 'react-router', '@xyflow/*', 'radix-ui', '@tanstack/*'];

export default tseslint.config(
  { ignores: ['dist', '**/*.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
    },
  },
  layer(
    'graph',
    [...REACT, 'zustand', 'zustand/*', '@/store/*', '@/hooks/*', '@/components/*', '@/pages/*'],
    'graph/ is plain TypeScript: no React, no store, no page.',
  ),
  layer('api', [...REACT, '@/hooks/*', '@/components/*', '@/pages/*'], 'api/ knows neither React nor what is shown.'),
  layer(
    'store',
    ['@xyflow/react', 'react-router', '@/hooks/*', '@/components/*', '@/pages/*'],
    'store/ knows nothing of what is shown.',
  ),
  layer('hooks', ['@/components/*', '@/pages/*'], 'hooks/ knows neither components nor pages.'),
  layer('components', ['@/pages/*'], 'components/ are shared by pages and know none of them.'),
  {
    files: ['e2e/**/*.mjs', 'scripts/**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        Buffer: 'readonly',
        document: 'readonly',
        window: 'readonly',
        performance: 'readonly',
        requestAnimationFrame: 'readonly',
        sessionStorage: 'readonly',
        navigator: 'readonly',
        getComputedStyle: 'readonly',
        DataTransfer: 'readonly',
        ClipboardEvent: 'readonly',
      },
    },
  },
);
