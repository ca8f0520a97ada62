/** Rules of the house that no linter has, as a plugin of oxlint: how what is published is written. */

/** Names that are published in capitals: TensorFlow's, and two that programs import. */
const published = /^(AUTOTUNE|INTERPOLATIONS|LIMITS)$/;

const topLevelConstants = [
  "Program > VariableDeclaration[kind='const']",
  "Program > ExportNamedDeclaration > VariableDeclaration[kind='const']",
].map((declaration) => `${declaration} > VariableDeclarator > Identifier.id`);

const rule = (create) => ({ meta: { type: "problem", schema: [] }, create });

// oxlint takes a plugin by its default export.
export default {
  meta: { name: "handwriting" },
  rules: {
    "private-by-hash": rule((context) => ({
      ":matches(PropertyDefinition, TSParameterProperty, MethodDefinition[kind='method'])[accessibility='private']"(
        node,
      ) {
        context.report({
          node,
          message: "Write #name: private to the class at run time too.",
        });
      },
    })),
    "camel-case-constants": rule((context) => ({
      [topLevelConstants.join(", ")](node) {
        const { name } = node;
        if (
          published.test(name) ||
          (/^_?[A-Za-z0-9$]+$/.test(name) && !/^[A-Z0-9]{2,}$/.test(name))
        )
          return;
        context.report({
          node,
          message: `Write ${name} in camel case: capitals are for names that TensorFlow publishes.`,
        });
      },
    })),
  },
};
