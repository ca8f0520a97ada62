/** Where the trained model lies: `model.keras` and `classes.json`. */
export const folder = "MODEL";
