// A Passkey can be made by its holder only: `{}` does not forge one.
// expect: private
#include "base/passkey.h"

class Holder {
public:
  static concordat::Passkey<Holder> key() { return concordat::Passkey<Holder>{}; }
};
void door(concordat::Passkey<Holder>) {}

void enter() {
  door(Holder::key());
#ifdef OFFENCE
  door({});
#endif
}
