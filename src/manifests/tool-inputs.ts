/** Parts of a chart that are no manifests: its description, its values, its templates, and the charts below it. */
const PART_OF_CHART =
  /^(Chart\.ya?ml|Chart\.lock|requirements\.ya?ml|values[^/]*\.ya?ml|(templates|crds|charts|ci)\/.*)$/;

/** Tells of each file whether it is written for kustomize or helm: a kustomization, or a part of a chart. */
export function toolInputs(files: readonly string[]): (file: string) => boolean {
  const charts = files.flatMap((file) =>
    /(^|\/)Chart\.ya?ml$/.test(file) ? [file.slice(0, file.lastIndexOf('/') + 1)] : [],
  );
  return (file) =>
    /(^|\/)kustomization\.ya?ml$/i.test(file) ||
    charts.some((chart) => file.startsWith(chart) && PART_OF_CHART.test(file.slice(chart.length)));
}
