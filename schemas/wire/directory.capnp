@0xb1f5c2a07d3e4c51;
# The organisations directory of one area, written as JSON and signed beside itself (docs/operations.md).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("concordat::schemas::wire");

struct Directory {
  version       @0 :UInt32;          # grows by one with each change
  area          @1 :Text;            # a name for people
  logOrigin     @2 :Text;            # origin line of the log's checkpoints
  logKey        @3 :Text;            # Ed25519 verification key of the log, hexadecimal
  brokerKey     @4 :Text;            # CURVE public key of the broker, Z85
  quorum        @5 :UInt8;           # how many approvers must sign a change
  approvers     @6 :List(Approver);
  organisations @7 :List(Organisation);
  officers      @8 :List(Officer);
}
struct Approver {
  name    @0 :Text;
  agency  @1 :Text;
  key     @2 :Text;                  # Ed25519, hexadecimal
}
struct Organisation {
  id           @0 :Text;             # "police/met"
  name         @1 :Text;
  areas        @2 :List(Text);       # ONS codes served
  transportKey @3 :Text;             # CURVE public key, Z85
  signingKeys  @4 :List(SigningKey);
  status       @5 :Text;             # active, suspended, left
  dutyContact  @6 :Text;
}
struct SigningKey {
  key   @0 :Text;                    # Ed25519, hexadecimal
  from  @1 :Text;                    # RFC 3339
  until @2 :Text;                    # RFC 3339; absent: until replaced
}
struct Officer {
  name         @0 :Text;
  agency       @1 :Text;
  role         @2 :Text;             # igOfficer, operator
  transportKey @3 :Text;             # CURVE public key, Z85
}
