import './harness.mjs';
