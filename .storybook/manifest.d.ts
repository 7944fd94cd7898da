// So that the types check before a build has made the manifest
declare module '*/custom-elements.json' {
  const manifest: object;
  export default manifest;
}
