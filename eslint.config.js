// Lint rules for the whole repository: typescript-eslint with type information, no rule switched off to hide a fault.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** For editors. `pnpm check:code` gives the programs that it has checked (tools/checks/src/check-code.mjs). */
const projects = ["packages/*", "apps/*", "tools/*", "examples/*"].flatMap((folder) => [
  `${folder}/tsconfig*.json`,
  `${folder}/!(node_modules)/tsconfig*.json`,
]);

export default tseslint.config(
  {
    ignores: [
      "**/dist/",
      "**/dist-web/",
      "**/.turbo/",
      "**/.vitest/",
      "**/.code-blocks/",
      "**/.site/",
      "packages/create/template/**",
      "**/fixtures/",
      "**/node_modules/",
      "**/runs/",
      "packages/*/kernels/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: projects,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "no-undef": "off",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // tfjs's typings return `any`-shaped generics (`dataSync<D>()`, `apply()`); the rule then asks for type arguments that say nothing.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true } }],
    },
  },
  {
    // The house's handwriting, in what is published.
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts", "**/test-support/**"],
    rules: {
      // An element of a typed array that is surely there is read `as number`, which costs nothing.
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            ":matches(PropertyDefinition, TSParameterProperty, MethodDefinition[kind='method'])[accessibility='private']",
          message: "Write #name: private to the class at run time too.",
        },
      ],
      "@typescript-eslint/naming-convention": [
        "error",
        {
          selector: "variable",
          modifiers: ["const", "global"],
          format: ["camelCase", "PascalCase"],
          leadingUnderscore: "allow",
          // Names that are published: TensorFlow's, and two that programs import.
          filter: { regex: "^(AUTOTUNE|INTERPOLATIONS|LIMITS)$", match: false },
        },
      ],
    },
  },
  { files: ["**/*.config.ts"], rules: { "no-restricted-exports": "off" } },
  {
    files: ["**/*.mjs", "**/*.cjs", "**/*.js"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        module: "writable",
        require: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        setTimeout: "readonly",
        performance: "readonly",
      },
    },
  },
);
