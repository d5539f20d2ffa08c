// Charts of the tables that stand beside them: <canvas data-chart="ID"> draws the table with that id, its first column along the
// bottom, a colour for each other column. Without scripts the table is there alone.
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

const colours = ['#1d70b8', '#f47738', '#00703c', '#912b88', '#505a5f', '#b58840', '#28a197', '#d4351c'];

function seriesOf(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  return {
    labels: rows.map((row) => row[0].replace(/ \d{4}$/, '')), // days that lie together: the year says nothing
    datasets: heads.slice(1).map((label, i) => ({ label, data: rows.map((row) => Number(row[i + 1])), backgroundColor: colours[i % colours.length] })),
  };
}

for (const canvas of document.querySelectorAll('canvas[data-chart]')) {
  const table = document.getElementById(canvas.dataset.chart);
  if (!table) continue; // nothing to draw: the page says so
  canvas.parentElement.hidden = false;
  new Chart(canvas, {
    type: 'bar',
    data: seriesOf(table),
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: { x: { stacked: true }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } } },
      plugins: { legend: { position: 'bottom' } },
    },
  });
}
