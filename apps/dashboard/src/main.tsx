// First, because what follows reads the browser's language while it is loaded.
import './app/usable-language.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'uplot/dist/uPlot.min.css';
import './styles/index.css';
import { startDashboard } from './app/start-dashboard.tsx';

const host = document.getElementById('root');
if (host) {
  const root = createRoot(host);
  void startDashboard((page) => root.render(<StrictMode>{page}</StrictMode>));
}
