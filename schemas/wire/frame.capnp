@0xb1f5c2a07d3e4c41;
# What goes over ZeroMQ: one Frame per message, between a link and the broker. docs/wire-format.md says
# what each is for, who may send it and what answers it.

using Cxx = import "/capnp/c++.capnp";
using Message = import "message.capnp";
$Cxx.namespace("concordat::schemas::wire");

struct Frame {
  union {
    none      @0 :Void;
    hello     @1 :Hello;
    welcome   @2 :Welcome;
    submit    @3 :Submit;
    accepted  @4 :Accepted;
    refused   @5 :Refused;
    deliver   @6 :Deliver;
    ack       @7 :Ack;
    nack      @8 :Nack;
    credit    @9 :Credit;
    heartbeat @10 :Void;
    status    @11 :Status;
    noted     @12 :Noted;
    read      @13 :Acknowledged;
    ask       @14 :Ask;
    answer    @15 :Answered;
    boxed     @16 :Boxed;
    checkpoint  @17 :Checkpoint;
    cosignature @18 :Cosignature;
  }
}

struct Hello {                   # link -> broker, first
  protocol       @0 :UInt16;
  software       @1 :Text;
  checkpoint     @2 :Text;       # the last checkpoint the link accepted; absent on its first day
  credit         @3 :UInt32;     # how many deliveries it will take before it grants more
  session        @4 :Data;       # 32 random bytes: the key of every frame the broker sends in this session
}
struct Boxed { box @0 :Data; }   # a Frame, sealed under the session's key, broker -> link
struct Welcome {                 # broker -> link
  protocol       @0 :UInt16;
  checkpoint     @1 :Text;
  consistency    @2 :List(Data); # from the link's checkpoint to this one (RFC 9162 2.1.4)
  credit         @3 :UInt32;     # how many submissions the broker will take unanswered
  frameBytesMax  @4 :UInt32;
  desks          @5 :List(Desk); # whom the link's people call when the broker cannot be asked
  keyChanges     @6 :List(Text); # of the log's key, each a note (docs/audit-format.md section 6), ascending
}
struct Desk {                    # of an agreement's pathway that this agency may use
  type    @0 :Text;
  purpose @1 :Text;
  name    @2 :Text;
  number  @3 :Text;
}
struct Submit {                  # link -> broker
  envelope   @0 :Data;           # canonical Message.Envelope, the bytes that are signed
  body       @1 :Data;           # canonical Message.CaseMessage whose envelope is null
  recipients @2 :List(Text);     # what the envelope's commitments open to
  secret     @3 :Data;           # 32 bytes
  signature  @4 :Data;           # 64 bytes
  key        @5 :Data;           # 32 bytes: fingerprint of the signing key
}
struct Row {                     # one field, as the sender may see it decided
  path      @0 :Text;            # positional
  outcome   @1 :Text;
  grantedBy @2 :Text;
  cappedBy  @3 :Text;
  because   @4 :Text;
}
struct RecipientOutcome {
  recipient @0 :Text;
  outcome   @1 :Text;            # disclosed, refused, waiting
  code      @2 :Text;
  sequence  @3 :UInt64;          # of the log entry
  rows      @4 :List(Row);
  agreement @5 :Text;
}
struct Accepted {                # broker -> link: it is on disk
  messageId  @0 :Text;
  sequence   @1 :UInt64;         # of the `accepted` entry
  outcomes   @2 :List(RecipientOutcome);
}
struct Refused {                 # broker -> link
  messageId @0 :Text;            # absent where the frame was not read so far
  code      @1 :Text;            # docs/codes.md
  where     @2 :List(Text);      # fields or settings at fault; never a value
}
struct Deliver {                 # broker -> link
  disclosure  @0 :Data;          # 32 bytes
  payload     @1 :Data;          # a Payload, canonical
  receipt     @2 :Data;          # entry, inclusion proof and checkpoint (docs/audit-format.md)
  consistency @3 :List(Data);    # from the last checkpoint the link said it holds
  fromSize    @4 :UInt64;        # whose size this is
  witnessed   @5 :Text;          # an earlier checkpoint with the cosignatures of other agencies; absent when there is none
  continued   @6 :List(Data);    # from it to the receipt's checkpoint
}
struct Checkpoint {              # broker -> link, now and then to one that gets no deliveries
  note        @0 :Text;
  consistency @1 :List(Data);    # from the last checkpoint sent on this connection
  fromSize    @2 :UInt64;        # whose size this is
}
struct Cosignature {             # link -> broker, for each checkpoint it accepted
  size @0 :UInt64;
  line @1 :Text;                 # docs/audit-format.md section 6
}
struct Ack {
  disclosure     @0 :Data;
  checkpointSize @1 :UInt64;     # of the checkpoint the link now holds
}
struct Nack {
  disclosure @0 :Data;
  code       @1 :Text;
}
struct Credit { count @0 :UInt32; }
struct Status {                  # broker -> sender's link, until noted
  sequence  @0 :UInt64;
  messageId @1 :Text;
  recipient @2 :Text;
  state     @3 :Text;            # delivered, acknowledged, returned, released, not-delivered, held; docs/wire-format.md
  code      @4 :Text;
  at        @5 :Text;
  callName   @6 :Text;           # of not-delivered and returned: whom to call instead
  callNumber @7 :Text;
}
struct Noted { sequence @0 :UInt64; }
struct Acknowledged {            # link -> broker: a person has it, or has acted on it; the same back: it is on disk
  disclosure @0 :Data;
  name       @1 :Text;
  telephone  @2 :Text;
  did        @3 :Text;           # of a recall: erased, rectified, restricted, not-done; absent: it was read
  because    @4 :Text;           # of not-done: why
}

# What a recipient gets of one message. Hashed into the disclosure id with its random salt.
struct Payload {
  envelope      @0 :Data;        # the signed bytes
  recipient     @1 :Text;
  recipientSalt @2 :Data;        # opens this recipient's commitment; absent if the sender named nobody
  leaves        @3 :Data;        # the whole sorted list, 32 bytes each
  signature     @4 :Data;
  key           @5 :Data;
  fields        @6 :List(ReleasedLeaf);
  notices       @7 :List(Notice);
  missing       @8 :List(Text);
  agreement     @9 :Text;
  agreementDigest @10 :Data;
  caveats       @11 :List(Text);
  keep          @12 :Text;
  salt          @13 :Data;       # 32 random bytes: no digest of values is unsalted
  dutyContact   @14 :Text;       # the sender's, day and night: whom to ask for what is told of only as being there
}
struct ReleasedLeaf {
  path       @0 :Text;           # committed: list elements by their id
  view       @1 :Text;
  value      @2 :Data;
  salt       @3 :Data;
  qualifiers @4 :List(Qualified);
  onward     @5 :Text;           # no or ask; absent: yes
  noTell     @6 :Bool;           # the person it is about must not learn of it
}
struct Qualified { name @0 :Text; value @1 :Text; }
struct Notice { path @0 :Text; agreement @1 :Text; }

# The admin endpoint: an officer or operator asks, the broker records the asking, then answers.
struct Ask {
  question @0 :Text;             # status, queue, retry, entries, verify, export, checkpoint, reload, receipt
  reason   @1 :Text;             # why; recorded
  from     @2 :UInt64;
  count    @3 :UInt32;
  text     @4 :Text;
}
struct Answered {
  code     @0 :Text;             # empty: answered
  json     @1 :Text;
  bytes    @2 :Data;
  more     @3 :Bool;
}
