/** The numbers of a state's tables, as store/tables.go has them. */
export const ENTITIES = 0;
export const ENDPOINTS = 1;
export const INDEXES = 2;
export const META = 3;
export const ENTITIES_META = 4;
export const LAYERS = 5;
