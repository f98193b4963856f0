// MongoDB's health check (mongosh): ends with 0 once it takes writes, and makes the replica set of one where there is none.
const { setName, isWritablePrimary } = db.hello();
if (!setName) rs.initiate({ _id: 'chuangwen', members: [{ _id: 0, host: 'mongo:27017' }] });
quit(isWritablePrimary ? 0 : 1);
