import './styles/console.css';
import { runConsole } from './shell/run-console.ts';

void runConsole(window);
