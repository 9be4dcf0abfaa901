import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

// Files that tools load by their default export.
const toolConfigs = ["**/*.config.{js,ts}", "packages/*/test/build-*.ts"];

export default defineConfig(
  {
    ignores: ["**/dist/", "**/results/", "**/data/", "!packages/sluice/src/data/", "!packages/sluice/test/react/data/", "packages/sluice/src/generated/", "**/*.gen.ts"],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.{js,mjs,ts,tsx}"],
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-restricted-syntax": ["error", { selector: "ExportDefaultDeclaration", message: "Export by name." }],
    },
  },
  { files: toolConfigs, rules: { "no-restricted-syntax": "off" } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["packages/*/*.config.ts"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Async without await makes what throws reject, which is often the point.
      "@typescript-eslint/require-await": "off",
      // Hosts are objects of functions; what needs its receiver is called through it.
      "@typescript-eslint/unbound-method": "off",
      // What a user's code threw is passed on as it is.
      "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingUnknown: true }],
      // What a signal was aborted with, and what a user's function threw, is passed on as it is.
      "@typescript-eslint/prefer-promise-reject-errors": "off",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ["**/test/**", "e2e/**"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  // A library throws or rejects; it does not log.
  { files: ["packages/*/src/**"], rules: { "no-console": "error" } },
  {
    files: ["**/*.tsx", "packages/sluice/src/react*.ts", "packages/sluice/src/react/**"],
    plugins: { "react-hooks": reactHooks },
    rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
  },
);
