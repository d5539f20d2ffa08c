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
  persons       @9 :List(Person);
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
  otherTransportKeys @7 :List(TransportKey);  # while keys are rotated: the one that comes, or the one that goes
}
struct TransportKey {
  key   @0 :Text;                    # CURVE public key, Z85
  from  @1 :Text;                    # RFC 3339
  until @2 :Text;                    # RFC 3339; absent: until replaced
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
struct Person {                      # who may sign acts of governance
  id           @0 :Text;             # "amina-khan": without spaces; with the agency, one person for good
  name         @1 :Text;
  agency       @2 :Text;
  roles        @3 :List(Text);       # administrator, approver, igOfficer, operator
  titles       @4 :List(Text);       # siro, caldicottGuardian, dataProtectionOfficer
  keys         @5 :List(SigningKey);
  status       @6 :Text;             # active, suspended, left
  transportKey @7 :Text;             # CURVE public key, Z85; absent: another's connection carries what they sign
}
