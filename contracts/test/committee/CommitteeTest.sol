// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICommittee } from "../../src/interfaces/ICommittee.sol";
import { LeafHash } from "../../src/libraries/LeafHash.sol";
import { Epoch, Root } from "../../src/types/Epoch.sol";
import { AttributionLeaf } from "../../src/types/Leaves.sol";
import { AttributionRun } from "../../src/types/Runs.sol";
import { TestTrees } from "../faults/TestTrees.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// @notice Five seated validators, and an open epoch of three calls, of which the middle one has three attributions.
abstract contract CommitteeTest is Fixture {
    uint64 internal constant W = 10 ** 18;
    bytes32 internal constant CALL = bytes32(uint256(0x20));
    bytes32 internal constant SALT = "salt";

    address internal constant requester = address(0x4E9);
    address[] internal validators;
    Epoch internal epoch;

    function setUp() public virtual override {
        super.setUp();
        vm.roll(1000);
        for (uint256 i = 0; i < 5; ++i) {
            validators.push(address(uint160(0xFA10 + i)));
            stakeFor(validators[i], 1000 ether * (i + 1));
            seat(validators[i], i);
        }
        token.transfer(requester, 1000 ether);
        vm.prank(requester);
        token.approve(address(committee), type(uint256).max);
        fund(operator, 10 ether);
        epoch = nextEpoch(operator, payees(treasury, 9 ether, developer, 0.5 ether), 0.5 ether, 0);
        epoch.attributions = Root(TestTrees.rootOf(nodes()), 6);
        post(epoch);
        vm.warp(START + 10);
    }

    // ── validators ────────────────────────────────────────────────────────────────────────────────────────────────

    function stakeFor(address account, uint256 amount) internal {
        token.transfer(account, amount);
        vm.startPrank(account);
        token.approve(address(staking), amount);
        staking.stake(staking.subjectOf(account), amount);
        vm.stopPrank();
    }

    function seat(address account, uint256 place) internal {
        vm.prank(account);
        committee.register(keyOf(account), place);
    }

    function keyOf(address account) internal pure returns (bytes32) {
        return keccak256(abi.encode(account));
    }

    function stakeOf(address account) internal view returns (uint256) {
        return staking.stateOf(staking.subjectOf(account)).stake;
    }

    // ── the epoch's attributions ──────────────────────────────────────────────────────────────────────────────────

    function leaves() internal pure returns (AttributionLeaf[] memory list) {
        list = new AttributionLeaf[](6);
        list[0] = leaf(0x10, 0, 1, W);
        list[1] = leaf(0x20, 1, 1, W / 2);
        list[2] = leaf(0x20, 1, 2, (W / 10) * 3);
        list[3] = leaf(0x20, 1, 3, W / 5);
        list[4] = leaf(0x30, 2, 4, W / 2);
        list[5] = leaf(0x30, 2, 5, W / 2);
    }

    function leaf(uint256 call, uint32 receipt, uint256 commitment, uint64 weight)
        private
        pure
        returns (AttributionLeaf memory)
    {
        return AttributionLeaf(bytes32(call), receipt, bytes32(commitment), 1, 5, 1_000_000, weight, "index");
    }

    function nodes() internal pure returns (bytes32[] memory hashes) {
        AttributionLeaf[] memory list = leaves();
        hashes = new bytes32[](list.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            AttributionLeaf memory a = list[i];
            hashes[i] = LeafHash.attribution(
                a.callId, a.receipt, a.commitment, a.method, a.score, a.sharePpm, a.weight, a.indexHash
            );
        }
    }

    function run(uint32 first, uint256 length) internal pure returns (AttributionRun memory made) {
        made = AttributionRun(first, new AttributionLeaf[](length), TestTrees.siblingsOf(nodes(), first, length));
        for (uint256 i = 0; i < length; ++i) {
            made.leaves[i] = leaves()[first + i];
        }
    }

    function posted() internal pure returns (uint64[] memory) {
        return list3(W / 2, (W / 10) * 3, W / 5);
    }

    function list3(uint64 a, uint64 b, uint64 c) internal pure returns (uint64[] memory list) {
        list = new uint64[](3);
        (list[0], list[1], list[2]) = (a, b, c);
    }

    // ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────

    function request() internal returns (bytes32) {
        vm.prank(requester);
        return committee.request(epoch, run(0, 5), CALL);
    }

    function drawn() internal returns (bytes32 id) {
        id = request();
        vm.roll(block.number + DRAW_DELAY + 1);
        committee.draw(id);
    }

    function given() internal returns (bytes32 id) {
        id = drawn();
        vm.prank(operator);
        committee.handOver(id, "content");
    }

    function membersOf(bytes32 id) internal view returns (address[] memory) {
        return committee.requestOf(id).members;
    }

    function commit(bytes32 id, address member, uint64[] memory weights) internal {
        bytes32 commitment = committee.commitmentOf(member, id, weights, SALT);
        vm.prank(member);
        committee.commitWeights(id, commitment);
    }

    function reveal(bytes32 id, address member, uint64[] memory weights) internal {
        vm.prank(member);
        committee.revealWeights(id, weights, SALT);
    }

    /// @dev All members commit to these lists and reveal them.
    function vote(bytes32 id, uint64[][] memory given_) internal {
        address[] memory members = membersOf(id);
        for (uint256 i = 0; i < members.length; ++i) {
            commit(id, members[i], given_[i]);
        }
        for (uint256 i = 0; i < members.length; ++i) {
            reveal(id, members[i], given_[i]);
        }
    }

    function lists(uint64[] memory a, uint64[] memory b, uint64[] memory c)
        internal
        pure
        returns (uint64[][] memory all)
    {
        all = new uint64[][](3);
        (all[0], all[1], all[2]) = (a, b, c);
    }

    function outcomeOf(bytes32 id) internal view returns (ICommittee.Outcome) {
        return committee.requestOf(id).outcome;
    }

    function assertOutcome(bytes32 id, ICommittee.Outcome expected) internal view {
        vm.assertEq(uint256(outcomeOf(id)), uint256(expected));
        vm.assertEq(uint256(committee.heldUntil(operator, committee.requestOf(id).post)), 0);
        vm.assertEq(token.balanceOf(address(committee)), 0);
    }

    function assertVoid(bool isVoid) internal view {
        vm.assertEq(uint256(settlement.epochCount(operator)), isVoid ? 0 : 1);
    }
}
