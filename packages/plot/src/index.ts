// Training-history and image-grid plots: one Vega-Lite specification to SVG, PNG, a live page or the terminal.
export {};
