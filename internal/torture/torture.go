// Package torture holds tests that end Fermata in the middle of its work, over and over:
// its processes, its database server, and a primary in favour of its standby.
//
// Whoever tells Fermata something here is another process that writes
// "saved ID" once the answer is there, and not before. Afterwards every ID
// that was written is in the record, none twice, the chain verifies, and the
// next process went on without anybody's help. What was sent and never
// answered is sent again under the same ID, as a form does: whether it had
// been saved or not, it is there once.
//
// Changes of a whole record are ended in their middle too: new keys for
// everything, a rotation, a restore. What is left is wholly the old record or
// wholly the new one, and running the change again finishes it.
//
// FERMATA_KILLS says how often (20 for each engine if absent, a quarter of
// it for each change of a whole record; make torture takes 200), FERMATA_SEED makes the moments come again.
package torture
