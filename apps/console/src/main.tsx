import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Console } from './console.js';
import { startWords } from './i18n/words.js';
import './console.css';

const place = document.getElementById('console');
if (place === null) throw new Error('index.html has no element #console');

await startWords();
createRoot(place).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
