// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PayoutFaults } from "../../src/faults/PayoutFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { PayoutLeaf } from "../../src/types/Leaves.sol";
import {
    AccountDroppedProof,
    CumulativeFellProof,
    PayoutMissingProof,
    PayoutUncreditedProof,
    PayoutWrongProof,
    RunningSumProof
} from "../../src/types/PayoutProofs.sol";
import { CreditRun, PayoutRun } from "../../src/types/Runs.sol";
import { Book } from "./Book.sol";
import { FaultTest } from "./FaultTest.sol";

contract PayoutFaultsTest is FaultTest {
    function setUp() public override {
        super.setUp();
        prover = new PayoutFaults();
    }

    function test_cumulativeFell() public view {
        Book memory before = honest(1);
        for (uint256 i = 0; i < before.payouts.length; ++i) {
            Book memory book = honest(2);
            uint256 at_ = _indexOf(book, before.payouts[i].account);
            refuse(16, _fell(book, before, i, at_), PayoutFaults.NotFallen.selector);
            book.payouts[at_].cumulative = before.payouts[i].cumulative;
            refuse(16, _fell(book, before, i, at_), PayoutFaults.NotFallen.selector);
            book.payouts[at_].cumulative -= 1;
            convict(16, _fell(book, before, i, at_), book.header());
            refuse(16, _fell(book, before, i, (at_ + 1) % book.payouts.length), PayoutFaults.OtherAccount.selector);
        }
    }

    function test_accountDropped() public view {
        Book memory before = honest(1);
        for (uint256 i = 0; i < before.payouts.length; ++i) {
            Book memory book = honest(2);
            address account = before.payouts[i].account;
            AccountDroppedProof memory proof = AccountDroppedProof(
                book.header(), before.header(), before.payoutRun(i, 1), book.payoutRun(_indexOf(book, account), 1)
            );
            refuse(17, abi.encode(proof), IFaultProver.NotAbsent.selector);
            proof.absent = book.payoutAbsence(address(uint160(account) + 1));
            refuse(17, abi.encode(proof), IFaultProver.NotAbsent.selector);
            book.dropPayout(_indexOf(book, account));
            proof = AccountDroppedProof(
                book.header(), before.header(), before.payoutRun(i, 1), book.payoutAbsence(account)
            );
            convict(17, abi.encode(proof), book.header());
            proof.previous.carriedTotal += 1;
            refuse(17, abi.encode(proof), IFaultProver.NotPrevious.selector);
        }
    }

    /// All accounts dropped: the tree is empty, and so is the run that shows it.
    function test_allAccountsDropped() public view {
        Book memory before = honest(1);
        Book memory book = honest(2);
        book.payouts = new PayoutLeaf[](0);
        AccountDroppedProof memory proof =
            AccountDroppedProof(book.header(), before.header(), before.payoutRun(0, 1), book.payoutRun(0, 0));
        convict(17, abi.encode(proof), book.header());
        proof.epoch = honest(2).header();
        refuse(17, abi.encode(proof), IFaultProver.NotAbsent.selector);
    }

    /// What is handed over as the epoch before an operator's first one is not read.
    function test_firstEpochHasNoPrevious() public view {
        Book memory book = honest(1);
        Book memory invented = honest(2);
        bytes memory proof = abi.encode(
            AccountDroppedProof(
                book.header(), invented.header(), invented.payoutRun(0, 1), book.payoutAbsence(address(1))
            )
        );
        refuse(17, proof, IFaultProver.NotInTree.selector);
        refuse(16, _fell(book, invented, 0, 0), IFaultProver.NotInTree.selector);
        PayoutWrongProof memory wrong = _payout(book, invented, 0);
        wrong.before = invented.payoutRun(0, 1);
        refuse(19, abi.encode(wrong), IFaultProver.NotInTree.selector);
    }

    function test_runningSum() public view {
        uint256 count = honest(2).credits.length;
        for (uint256 i = 0; i < count; ++i) {
            this.runningSum(i);
        }
        Book memory lone = honest(2);
        bytes memory proof = abi.encode(RunningSumProof(lone.header(), lone.creditRun(1, 1)));
        refuse(18, proof, IFaultProver.WrongRunLength.selector);
        proof = abi.encode(RunningSumProof(lone.header(), lone.creditRun(0, 3)));
        refuse(18, proof, IFaultProver.WrongRunLength.selector);
    }

    /// @dev External, so that each credit starts with fresh memory.
    function runningSum(uint256 i) external view {
        Book memory book = honest(2);
        refuse(18, _running(book, i), PayoutFaults.RunningSumHolds.selector);
        book.credits[i].runningSum += 1;
        convict(18, _running(book, i), book.header());
        book.credits[i].runningSum -= 2;
        convict(18, _running(book, i), book.header());
    }

    function test_payoutIsPreviousPlusCredits() public view {
        uint256 count = honest(2).payouts.length;
        Book memory before = honest(1);
        for (uint256 i = 0; i < count; ++i) {
            Book memory book = honest(2);
            if (_firstCreditOf(book, book.payouts[i].account) == book.credits.length) continue;
            refuse(19, abi.encode(_payout(book, before, i)), PayoutFaults.PayoutHolds.selector);
            book.payouts[i].cumulative += 1;
            convict(19, abi.encode(_payout(book, before, i)), book.header());
            book.payouts[i].cumulative -= 2;
            convict(19, abi.encode(_payout(book, before, i)), book.header());
            PayoutWrongProof memory proof = _payout(book, before, i);
            proof.payout = book.payoutRun((i + 1) % count, 1);
            refuse(19, abi.encode(proof), PayoutFaults.OtherAccount.selector);
            proof = _payout(book, before, i);
            uint256 first = proof.last.first;
            if (proof.last.leaves[0].runningSum == proof.last.leaves[0].amount) continue;
            // An earlier credit of the account is not its last.
            proof.last = book.creditRun(first - 1, 2);
            refuse(19, abi.encode(proof), PayoutFaults.NotLastCredit.selector);
            proof.last = book.creditRun(first - 1, 1);
            refuse(19, abi.encode(proof), PayoutFaults.NotLastCredit.selector);
        }
    }

    function test_firstPayoutIsTheCredits() public view {
        Book memory none;
        for (uint256 i = 0; i < honest(1).payouts.length; ++i) {
            Book memory book = honest(1);
            refuse(19, abi.encode(_payout(book, none, i)), PayoutFaults.PayoutHolds.selector);
            book.payouts[i].cumulative += 1;
            convict(19, abi.encode(_payout(book, none, i)), book.header());
        }
    }

    function test_creditedAccountWithoutPayout() public view {
        uint256 count = honest(2).credits.length;
        for (uint256 i = 0; i < count; ++i) {
            Book memory book = honest(2);
            address account = book.credits[i].account;
            PayoutMissingProof memory proof =
                PayoutMissingProof(book.header(), book.creditRun(i, 1), book.payoutRun(_indexOf(book, account), 1));
            refuse(20, abi.encode(proof), IFaultProver.NotAbsent.selector);
            book.dropPayout(_indexOf(book, account));
            proof = PayoutMissingProof(book.header(), book.creditRun(i, 1), book.payoutAbsence(account));
            convict(20, abi.encode(proof), book.header());
        }
    }

    function test_payoutWithoutCredit() public view {
        uint256 count = honest(2).payouts.length;
        Book memory before = honest(1);
        for (uint256 i = 0; i < count; ++i) {
            Book memory book = honest(2);
            address account = book.payouts[i].account;
            uint256 credit = _firstCreditOf(book, account);
            if (credit == book.credits.length) {
                _alreadyUncredited(book, before, i);
                continue;
            }
            PayoutUncreditedProof memory proof = _uncredited(book, before, i, book.creditRun(credit, 1));
            refuse(21, abi.encode(proof), IFaultProver.NotAbsent.selector);
            while (credit < book.credits.length && book.credits[credit].account == account) book.dropCredit(credit);
            CreditRun memory absent = _around(book, credit);
            convict(21, abi.encode(_uncredited(book, before, i, absent)), book.header());
            (bool there, uint256 at_) = _find(before, account);
            if (!there) continue;
            book.payouts[i].cumulative = before.payouts[at_].cumulative;
            refuse(21, abi.encode(_uncredited(book, before, i, absent)), PayoutFaults.PayoutHolds.selector);
        }
    }

    /// @dev An account that earned in the epoch before only: its payout stays.
    function _alreadyUncredited(Book memory book, Book memory before, uint256 i) private view {
        uint256 place = 0;
        while (place < book.credits.length && book.credits[place].account < book.payouts[i].account) ++place;
        CreditRun memory absent = _around(book, place);
        refuse(21, abi.encode(_uncredited(book, before, i, absent)), PayoutFaults.PayoutHolds.selector);
        book.payouts[i].cumulative += 1;
        convict(21, abi.encode(_uncredited(book, before, i, absent)), book.header());
    }

    /// @dev The number of credits where the account has none.
    function _firstCreditOf(Book memory book, address account) private pure returns (uint256 credit) {
        while (credit < book.credits.length && book.credits[credit].account != account) ++credit;
    }

    /// No neighbours, and no change of a word, convict an honest epoch.
    function testFuzz_honestPayoutsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        Book memory before = honest(1);
        PayoutRun memory earlier = before.payoutRun((seed >> 160) % before.payouts.length, 1);
        PayoutRun memory payout = book.payoutRun((seed >> 168) % book.payouts.length, 1);
        PayoutRun memory any = book.payoutRun((seed >> 192) % (book.payouts.length - 1), 1 + (seed >> 176) % 2);
        CreditRun memory credit = book.creditRun((seed >> 184) % (book.credits.length - 1), 1);
        _never(16, abi.encode(CumulativeFellProof(book.header(), before.header(), earlier, payout)), book, seed);
        _never(17, abi.encode(AccountDroppedProof(book.header(), before.header(), earlier, any)), book, seed);
        _never(20, abi.encode(PayoutMissingProof(book.header(), credit, any)), book, seed);
    }

    function testFuzz_honestCreditsStand(uint256 seed) public view {
        Book memory book = honest(1 + seed % 2);
        Book memory before = honest(1);
        PayoutRun memory earlier = before.payoutRun((seed >> 160) % before.payouts.length, 1);
        PayoutRun memory payout = book.payoutRun((seed >> 168) % book.payouts.length, 1);
        CreditRun memory credits = book.creditRun((seed >> 184) % (book.credits.length - 1), 1 + (seed >> 176) % 2);
        _never(18, abi.encode(RunningSumProof(book.header(), credits)), book, seed);
        _never(19, abi.encode(PayoutWrongProof(book.header(), before.header(), credits, payout, earlier)), book, seed);
        bytes memory proof = abi.encode(PayoutUncreditedProof(book.header(), before.header(), payout, earlier, credits));
        _never(21, proof, book, seed);
    }

    function _never(uint8 kind, bytes memory proof, Book memory book, uint256 seed) private view {
        neverConvicts(kind, proof, book.header());
        neverConvicts(kind, mutate(proof, seed), book.header());
    }

    function _fell(Book memory book, Book memory before, uint256 i, uint256 at_) private pure returns (bytes memory) {
        return abi.encode(
            CumulativeFellProof(book.header(), before.header(), before.payoutRun(i, 1), book.payoutRun(at_, 1))
        );
    }

    function _running(Book memory book, uint256 i) private pure returns (bytes memory) {
        return abi.encode(RunningSumProof(book.header(), book.creditRun(i == 0 ? 0 : i - 1, i == 0 ? 1 : 2)));
    }

    /// @dev The proof about the account of payout `i`, which has credits; `before` without payouts: the first epoch.
    function _payout(Book memory book, Book memory before, uint256 i)
        private
        pure
        returns (PayoutWrongProof memory proof)
    {
        address account = book.payouts[i].account;
        proof.epoch = book.header();
        if (before.number > 0) proof.previous = before.header();
        uint256 last = book.credits.length - 1;
        while (last > 0 && book.credits[last].account != account) --last;
        proof.last = book.creditRun(last, last + 1 == book.credits.length ? 1 : 2);
        proof.payout = book.payoutRun(i, 1);
        proof.before = before.payoutAbsence(account);
        (bool there, uint256 at_) = _find(before, account);
        if (there) proof.before = before.payoutRun(at_, 1);
    }

    function _uncredited(Book memory book, Book memory before, uint256 i, CreditRun memory absent)
        private
        pure
        returns (PayoutUncreditedProof memory)
    {
        (bool there, uint256 at_) = _find(before, book.payouts[i].account);
        return PayoutUncreditedProof(
            book.header(),
            before.header(),
            book.payoutRun(i, 1),
            there ? before.payoutRun(at_, 1) : before.payoutAbsence(book.payouts[i].account),
            absent
        );
    }

    function _around(Book memory book, uint256 place) private pure returns (CreditRun memory) {
        if (place == 0) return book.creditRun(0, 1);
        return place == book.credits.length ? book.creditRun(place - 1, 1) : book.creditRun(place - 1, 2);
    }

    function _find(Book memory book, address account) private pure returns (bool there, uint256 at_) {
        while (at_ < book.payouts.length && book.payouts[at_].account != account) ++at_;
        there = at_ < book.payouts.length;
    }

    function _indexOf(Book memory book, address account) private pure returns (uint256 at_) {
        (, at_) = _find(book, account);
    }
}
