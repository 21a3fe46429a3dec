// Stack traces name the TypeScript sources. `--enable-source-maps` would also read and keep the maps of
// all packages: 11 MB of memory. Node can leave them out from 22.14 on.
import module from 'node:module';

if (module.setSourceMapsSupport) module.setSourceMapsSupport(true, { nodeModules: false });
else process.setSourceMapsEnabled(true);
