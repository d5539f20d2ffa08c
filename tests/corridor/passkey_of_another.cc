// A key to one door opens no other.
// expect: could not convert|no viable conversion|no known conversion|no matching function
#include "base/passkey.h"

class Mine {
public:
  static concordat::Passkey<Mine> key() { return concordat::Passkey<Mine>{}; }
};
class Another;
void mine(concordat::Passkey<Mine>) {}
void theirs(concordat::Passkey<Another>) {}

void enter() {
  mine(Mine::key());
#ifdef OFFENCE
  theirs(Mine::key());
#endif
}
