/* global echarts */
// Draws the trend beside the table it stands above: the table is the data, so that it reads the same without scripts.
document.addEventListener("DOMContentLoaded", () => {
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  for (const mount of document.querySelectorAll(".sprint-delivery-trend")) {
    const rows = [...document.querySelectorAll(`#${mount.dataset.table} tbody tr`)].reverse();
    const chart = echarts.init(mount, null, { renderer: "svg" });
    const axis = { axisLabel: { color: color("--text-color-secondary") }, splitLine: { show: false } };

    const draw = () =>
      chart.setOption({
        animation: false,
        aria: { enabled: true },
        color: [color("--blue"), color("--orange")],
        grid: { left: 48, right: 48, top: 40, bottom: 32 },
        legend: { top: 0, textStyle: { color: color("--text-color") } },
        tooltip: { trigger: "axis" },
        xAxis: { ...axis, type: "category", data: rows.map((row) => row.dataset.sprint) },
        yAxis: [
          { ...axis, type: "value", minInterval: 1 },
          { ...axis, type: "value" },
        ],
        series: [
          {
            name: mount.dataset.labelDeployments,
            type: "bar",
            barMaxWidth: 48,
            data: rows.map((row) => Number(row.dataset.deployments)),
          },
          {
            name: mount.dataset.labelLeadTime,
            type: "line",
            yAxisIndex: 1,
            connectNulls: false,
            data: rows.map((row) => (row.dataset.leadTime === "" ? null : Number(row.dataset.leadTime))),
          },
        ],
      });

    draw();
    addEventListener("resize", () => chart.resize());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }
});
