// Style sheets are imported for esbuild's sake; they have no value.
declare module '*.css';
