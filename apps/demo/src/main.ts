import './style/tokens.css';
import './style/base.css';
import './style/shell.css';
import './charts/charts.css';
import './style/findings.css';
import './style/experiment.css';
import { startShell } from './page/shell.ts';

startShell(document.body);
