import { postgres } from '../testing/postgres-engine.ts';
import { storeSuite } from '../testing/store-suite.ts';

storeSuite(postgres());
