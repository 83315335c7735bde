// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { ISettlement } from "../../src/interfaces/ISettlement.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice What payers, operators and accounts may do, in any order and with any amounts.
contract LedgerHandler is Fixture {
    uint256 private constant ACCOUNTS = 4;

    address[2] public operators = [operator, otherOperator];
    uint256[2] private payerKeys = [PAYER_KEY, STRANGER_KEY];
    /// Cumulative payouts of each posted epoch.
    mapping(address by => mapping(uint64 number => Payee[])) private payouts;

    constructor() {
        setUp();
        token.transfer(RESCUER, 1_000_000 ether);
        vm.prank(RESCUER);
        token.approve(address(vault), type(uint256).max);
    }

    // ── actions ───────────────────────────────────────────────────────────────────────────────────────────────────

    function deposit(uint256 who, uint256 to, uint128 amount) external {
        (address by, bytes32 channelId) = channel(who, to);
        amount = amount % 100 ether + 1;
        bool isNew = escrow.channelOf(channelId).payer == address(0);
        vm.prank(by);
        if (isNew) {
            escrow.openChannel(operators[to % 2], by, 0, 0, amount);
        } else {
            escrow.deposit(channelId, amount);
        }
    }

    function collect(uint256 who, uint256 to, uint128 amount) external {
        (, bytes32 channelId) = channel(who, to);
        // Up to twice of what is there: some vouchers must be skipped.
        uint128 cumulative = escrow.channelOf(channelId).collected + amount % (2 * escrow.balanceOf(channelId) + 2);
        bytes memory signature = signVoucher(payerKeys[who % 2], channelId, cumulative);
        collect(operators[to % 2], channelId, cumulative, signature);
    }

    function requestWithdrawal(uint256 who, uint256 to, uint128 amount) external {
        (address by, bytes32 channelId) = channel(who, to);
        uint128 balance = escrow.balanceOf(channelId);
        if (balance == 0) return;
        vm.prank(by);
        escrow.requestWithdrawal(channelId, amount % balance + 1);
    }

    function withdraw(uint256 who, uint256 to) external {
        (, bytes32 channelId) = channel(who, to);
        IPaymentEscrow.Channel memory state = escrow.channelOf(channelId);
        if (state.requested > 0 && block.timestamp >= state.withdrawableAt) escrow.withdraw(channelId);
    }

    function postEpoch(uint256 who, uint128 burned, uint128 carried, uint256 seed) external {
        address by = operators[who % 2];
        prepareEpoch(by, by, burned, carried, seed);
    }

    /// Somebody else posts an operator's overdue epoch under its own bond.
    function takeOver(uint256 who, uint128 burned, uint128 carried, uint256 seed) external {
        address by = operators[who % 2];
        (uint64 waitingSince, uint64 takeoverAt,) = settlement.dueOf(by);
        if (waitingSince == 0) return;
        if (block.timestamp < takeoverAt) vm.warp(takeoverAt);
        prepareEpoch(by, RESCUER, burned, carried, seed);
    }

    /// What no epoch accounts goes back to a channel's payer.
    function refund(uint256 who, uint256 to) external {
        (, bytes32 channelId) = channel(who, to);
        address by = operators[to % 2];
        (uint64 waitingSince,, uint64 refundsAt) = settlement.dueOf(by);
        uint64 newest = settlement.epochCount(by);
        (uint128 settled,) = escrow.collectedAt(channelId, newest);
        if (waitingSince == 0 || escrow.channelOf(channelId).collected == settled) return;
        // Most money waits for its epoch, so that the loop gets to its end.
        if (who % 3 != 0) return;
        if (block.timestamp < refundsAt) vm.warp(refundsAt);
        refundedSum[to % 2] += escrow.refund(channelId);
    }

    function prepareEpoch(address by, address poster, uint128 burned, uint128 carried, uint256 seed) private {
        ISettlement.OperatorState memory state = settlement.stateOf(by);
        uint128 left = state.funded - state.accounted + carriedOf(by);
        if (state.funded == state.accounted) return;
        burned = burned % (left / 4 + 1);
        carried = carried % (left / 2 + 1);
        left -= burned + carried;
        Payee[] memory list = lastPayouts(by);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            uint128 part = i == ACCOUNTS - 1 ? left : uint128(uint256(keccak256(abi.encode(seed, i))) % (left + 1));
            list[i].cumulative += part;
            left -= part;
        }
        Epoch memory epoch = nextEpoch(by, list, burned, carried);
        bool isOwn = poster == by;
        if (isOwn && vault.bondOf(by).amount < settlement.requiredBond(by, epoch.payouts.sum)) return;
        if (epoch.payouts.sum == 0) (epoch.payouts.count, epoch.claimsRoot) = (0, 0);
        keepHeader(epoch);
        vm.prank(poster);
        settlement.postEpoch(epoch);
        carriedTotals[by] = carried;
        carriedAfter[by][epoch.number] = carried;
        if (firstPosts[by][epoch.number] == 0) firstPosts[by][epoch.number] = block.timestamp;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            payouts[by][epoch.number].push(list[i]);
        }
    }

    function finalize(uint256 who) external {
        address by = operators[who % 2];
        ISettlement.OperatorState memory state = settlement.stateOf(by);
        if (state.finalCount == state.epochCount) return;
        (,, uint64 finalizesAt,) = settlement.epochOf(by, state.finalCount + 1);
        uint128 sum = 0;
        Payee[] memory list = payouts[by][state.finalCount + 1];
        for (uint256 i = 0; i < list.length; ++i) {
            sum += list[i].cumulative;
        }
        bool isOwn = settlement.posterOf(by, state.finalCount + 1) == by;
        if (isOwn && vault.bondOf(by).amount < settlement.requiredBond(by, sum)) return;
        if (block.timestamp >= finalizesAt) finalize(by);
    }

    function claim(uint256 who, uint256 index) external {
        address by = operators[who % 2];
        Payee[] memory list = payouts[by][settlement.stateOf(by).finalCount];
        if (list.length == 0) return;
        Payee memory payee = list[index % ACCOUNTS];
        if (payee.cumulative == settlement.claimedOf(by, payee.account)) return;
        claims(by).claim(pack(payee.account, payee.cumulative), ClaimsTree.proof(list, index % ACCOUNTS));
    }

    function claimToBalance(uint256 who, uint256 index) external {
        address by = operators[who % 2];
        Payee[] memory list = payouts[by][settlement.stateOf(by).finalCount];
        if (list.length == 0) return;
        Payee memory payee = list[index % ACCOUNTS];
        if (payee.cumulative == settlement.claimedOf(by, payee.account)) return;
        claims(by).claimToBalance(pack(payee.account, payee.cumulative), ClaimsTree.proof(list, index % ACCOUNTS));
    }

    function claimMany(uint256 who, uint256 chosen, bool toBalance) external {
        address by = operators[who % 2];
        Payee[] memory list = payouts[by][settlement.stateOf(by).finalCount];
        if (list.length == 0) return;
        if (chosen % (1 << ACCOUNTS) == 0) chosen = 1;
        (bytes32[] memory packed, bytes32[] memory proof, uint256[] memory flags) = ClaimsTree.some(list, chosen);
        claims(by).claimMany(packed, proof, flags, toBalance);
    }

    function withdrawBalance(uint256 who, uint256 index) external {
        address by = operators[who % 2];
        if (settlement.stateOf(by).finalCount == 0) return;
        if (claims(by).balanceOf(accountAt(index % ACCOUNTS)) == 0) return;
        claims(by).withdraw(accountAt(index % ACCOUNTS));
    }

    /// A proven fault of one of the open epochs, as `Challenges` reports it.
    function voidEpochs(uint256 who, uint64 from) external {
        address by = operators[who % 2];
        ISettlement.OperatorState memory state = settlement.stateOf(by);
        uint64 open = state.epochCount - state.finalCount;
        // Most epochs stand, so that the loop gets to its end.
        if (open == 0 || from % 4 != 0) return;
        uint64 number = state.finalCount + 1 + (from / 4) % open;
        uint256 supply = token.totalSupply();
        (address poster, uint96 bond) = vault.posterBondOf(by, number, settlement.postOf(by, number));
        if (poster != address(0)) rescuerLost += bond;
        vm.prank(address(challenges));
        settlement.voidEpochs(by, number, CHALLENGER);
        slashedBurned += supply - token.totalSupply();
        noteWait(by, number, state);
        carriedTotals[by] = number == 1 ? 0 : carriedAfter[by][number - 1];
        for (uint64 i = number; i <= state.epochCount; ++i) {
            delete payouts[by][i];
        }
        ++voids;
    }

    /// @dev What waits after a void has waited since the void epoch's post at the latest, and where no number below was
    /// voided and posted again, since the first post of this one.
    function noteWait(address by, uint64 number, ISettlement.OperatorState memory before) private {
        (uint64 since,,) = settlement.dueOf(by);
        bool isLowest = lowestVoid[by] <= before.finalCount || number <= lowestVoid[by];
        if (since == 0 || since > firstPosts[by][number]) ++putOff;
        if (isLowest) lowestVoid[by] = number;
        for (uint64 i = isLowest ? number + 1 : number; i <= before.epochCount; ++i) {
            delete firstPosts[by][i];
        }
    }

    function depositBond(uint256 who, uint128 amount) external {
        amount = amount % 1000 ether + 1;
        vault.deposit(operators[who % 2], amount);
    }

    function withdrawBond(uint256 who, uint128 amount) external {
        address by = operators[who % 2];
        uint128 free = vault.bondOf(by).amount - vault.bondOf(by).locked;
        if (free < 2) return;
        vm.prank(by);
        vault.withdraw(amount % (free / 2) + 1);
    }

    function pass(uint64 time) external {
        vm.warp(block.timestamp + time % (WINDOW * 2));
    }

    /// A challenger's void leaves the bonds of those who had built on the faulty epoch: they take them back.
    function reclaim(uint256 who, uint64 number, uint32 post_) external {
        address by = operators[who % 2];
        (uint32 posts,) = settlement.postsOf(by);
        (number, post_) = (number % 8 + 1, post_ % (posts + 1));
        (address poster,) = vault.posterBondOf(by, number, post_);
        if (poster == address(0) || settlement.postOf(by, number) == post_) return;
        vault.reclaimPoster(by, number, post_);
    }

    /// OPEN sent by mistake belongs to nobody's books.
    function stray(uint128 amount) external {
        amount = amount % 1 ether;
        token.transfer(address(settlement), amount);
        straySettlement += amount;
    }

    // ── what the invariants read ──────────────────────────────────────────────────────────────────────────────────

    /// Carried after each operator's newest posted epoch.
    mapping(address by => uint128) private carriedTotals;
    mapping(address by => mapping(uint64 number => uint128)) private carriedAfter;
    address private constant CHALLENGER = address(0xC4A1);
    address private constant RESCUER = address(0x5A5E);
    uint256[2] public refundedSum;
    uint256 private rescuerLost;
    uint256 public straySettlement;
    /// Burned of lost bonds; voids so far.
    uint256 public slashedBurned;
    uint256 public voids;
    /// Voids after which money had waited for less long than it really did.
    uint256 public putOff;
    mapping(address by => mapping(uint64 number => uint256)) private firstPosts;
    mapping(address by => uint64) private lowestVoid;

    function accountsBalances(uint256 index) external view returns (uint256 sum) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (settlement.stateOf(operators[index]).finalCount == 0) return 0;
            sum += claims(operators[index]).balanceOf(accountAt(i));
        }
    }

    function challengerBalance() external view returns (uint256) {
        return token.balanceOf(CHALLENGER);
    }

    /// Closing cumulatives of all channels at an operator's newest open epoch, if it has one.
    function collectedAtNewest(uint256 index) external view returns (bool open, bool known, uint256 sum) {
        address by = operators[index];
        ISettlement.OperatorState memory state = settlement.stateOf(by);
        (open, known) = (state.epochCount > state.finalCount, true);
        if (!open) return (open, known, sum);
        for (uint256 i = 0; i < 2; ++i) {
            (, bytes32 channelId) = channel(i, index);
            if (escrow.channelOf(channelId).payer == address(0)) continue;
            (uint128 found, bool isKnown) = escrow.collectedAt(channelId, state.epochCount);
            (sum, known) = (sum + found, known && isKnown);
        }
    }

    /// What lies in an operator's claim vault, and what of it is kept as balances.
    function claimVault(uint256 index) external view returns (uint256 held, uint256 reserved) {
        if (settlement.stateOf(operators[index]).finalCount == 0) return (0, 0);
        address where = settlement.vaultOf(operators[index]);
        return (token.balanceOf(where), claims(operators[index]).reserved());
    }

    /// Bonds of posters of taken-over epochs that lie in the vault.
    function posterBonds() external view returns (uint256 sum) {
        return 1_000_000 ether - token.balanceOf(RESCUER) - rescuerLost;
    }

    function stateOf(uint256 index) external view returns (ISettlement.OperatorState memory) {
        return settlement.stateOf(operators[index]);
    }

    function bondOf(uint256 index) external view returns (uint128 amount, uint128 locked) {
        return (vault.bondOf(operators[index]).amount, vault.bondOf(operators[index]).locked);
    }

    function channelBalances() external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) {
            (, bytes32 channelId) = channel(i % 2, i / 2);
            sum += escrow.balanceOf(channelId);
        }
    }

    function channelsCollected(uint256 to) external view returns (uint256 sum) {
        for (uint256 i = 0; i < 2; ++i) {
            (, bytes32 channelId) = channel(i, to);
            sum += escrow.channelOf(channelId).collected;
        }
    }

    function accountsClaimed(uint256 index) external view returns (uint256 sum) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            sum += settlement.claimedOf(operators[index], accountAt(i));
        }
    }

    function balances()
        external
        view
        returns (uint256 inEscrow, uint256 inSettlement, uint256 inVault, uint256 supply)
    {
        inEscrow = token.balanceOf(address(escrow));
        inSettlement = token.balanceOf(address(settlement));
        inVault = token.balanceOf(address(vault));
        supply = token.totalSupply();
    }

    function channel(uint256 who, uint256 to) private view returns (address by, bytes32 channelId) {
        by = vm.addr(payerKeys[who % 2]);
        channelId = escrow.channelIdOf(by, operators[to % 2], by);
    }

    function carriedOf(address by) private view returns (uint128) {
        return carriedTotals[by];
    }

    function accountAt(uint256 index) private pure returns (address) {
        return address(uint160(0xACC0 + index));
    }

    function lastPayouts(address by) private view returns (Payee[] memory list) {
        Payee[] memory last = payouts[by][settlement.epochCount(by)];
        if (last.length > 0) return last;
        list = new Payee[](ACCOUNTS);
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            list[i].account = accountAt(i);
        }
    }
}
