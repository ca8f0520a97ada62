/** How large the type of a history figure is, and how much wider it may come out than it is measured. */

/** Sizes of type at scale 1. */
export const typeSizes = { title: 16, panelTitle: 14, axisTitle: 12, label: 11, mark: 10.5 };

/** Text in a page's own font may be so much wider than in the font that is measured here. */
export const slack = 1.08;
