// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "../types/Epoch.sol";
import { Receipt } from "../types/Receipt.sol";

/// @title Epochs, burning and claims
/// @notice Holds what was collected for every operator, and pays it out by final epochs. For each operator always
/// `claimed + burned + carriedTotal ≤ funded`. Nobody's key moves this money: claims go to their own account, at once or
/// by way of a balance that is kept for it here. A pause stops new epochs, never claims, challenges or finalisation.
/// Views answer zeros for what does not exist; they never revert.
interface ISettlement {
    /// @notice Fixed at deployment.
    struct SettlementParams {
        /// OPEN.
        address token;
        /// Approves code hashes and may pause new epochs; nothing else.
        address owner;
        /// Seconds between a post and its finalisation; ≥ 72 hours off chain id 31337.
        uint64 challengeWindow;
        /// Seconds that withdrawals from channels wait.
        uint64 withdrawalDelay;
        /// Least bond of a poster, wei.
        uint128 minimumBond;
        /// Part of the unclaimed payouts that the bond covers besides, bps.
        uint16 bondShareBps;
        /// Where faults are proven: the only one that voids epochs. May be created later; it checks this link itself.
        address challenges;
        /// Where stake behind operators lies, told of every void. May be created later.
        address staking;
        /// Where a drawn committee executes attributions again: voids epochs too. May be created later; it checks this link
        /// itself.
        address committee;
    }

    /// @notice One operator's books. All amounts are wei since its first epoch.
    struct OperatorState {
        /// Ever collected.
        uint128 funded;
        /// Of that, in posted epochs.
        uint128 accounted;
        /// Payouts of the newest final epoch: all that claims may ever have drawn by now.
        uint128 payoutsSum;
        /// Claimed by accounts: paid to them or kept as their balance.
        uint128 claimed;
        /// Burned by final epochs.
        uint128 burned;
        /// Kept for stakers after the newest final epoch.
        uint128 carriedTotal;
        /// Posted, final ones included; also the newest epoch's number.
        uint64 epochCount;
        uint64 finalCount;
        /// Of the newest final epoch; claims are proven against it.
        bytes32 claimsRoot;
        /// Hash of the newest posted epoch.
        bytes32 lastEpochHash;
    }

    /// @notice `Void`: proven faulty, or above a faulty one, and its number not posted again.
    enum EpochStatus {
        None,
        Open,
        Final,
        Void
    }

    /// @notice One account's claim: its cumulative payout and the proof against the operator's `claimsRoot`.
    struct Claim {
        address account;
        uint128 cumulative;
        bytes32[] proof;
    }

    event CodeApproved(bytes32 indexed codeHash, bool approved);
    event Booked(address indexed operator, uint128 amount, uint128 funded);
    event EpochPosted(
        address indexed operator, uint64 indexed number, bytes32 indexed epochHash, Epoch epoch, uint64 finalizesAt
    );
    event EpochFinalized(
        address indexed operator, uint64 indexed number, bytes32 indexed epochHash, bytes32 claimsRoot, uint128 burned
    );
    /// @notice Epochs `from` to `to` are void; their receipts are to be accounted again.
    event EpochsVoided(address indexed operator, uint64 indexed from, uint64 to, address indexed challenger);
    event Claimed(address indexed operator, address indexed account, uint128 cumulative, uint128 amount);
    /// @notice A balance went to its account.
    event BalanceWithdrawn(address indexed operator, address indexed account, uint128 amount);
    event EpochsPaused(bool paused);

    error ZeroAddress();
    error WindowTooShort(uint64 window, uint64 minimum);
    error ShareAboveWhole(uint16 bondShareBps);
    error NotEscrow(address caller);
    error NotOperator(address operator, address caller);
    error WrongEpochNumber(uint64 number, uint64 expected);
    error WrongPreviousEpoch(bytes32 previous, bytes32 expected);
    error CodeNotApproved(bytes32 codeHash);
    /// @notice The fees of the receipts are not what was collected since the last post.
    error ReceiptsNotCollected(uint128 receiptsSum, uint128 collected);
    /// @notice Payouts, burned and carried do not add up to the receipts.
    error UnbalancedEpoch(uint256 given, uint256 expected);
    /// @notice Cumulative payouts never fall.
    error PayoutsFell(uint128 sum, uint128 previousSum);
    /// @notice Nothing was collected since the last post.
    error EmptyEpoch();
    /// @notice A root that the sums call for is missing, or one is given for an empty tree.
    error BadRoot();
    error NoOpenEpoch(address operator);
    /// @notice Neither `Challenges` nor `Committee`.
    error NotChallenges(address caller);
    /// @notice Only open epochs are voided: this one is final, void already or not posted.
    error EpochNotOpen(address operator, uint64 number);
    /// @notice The header given is not the operator's oldest open epoch.
    error WrongEpoch(bytes32 epochHash, bytes32 expected);
    error WindowOpen(uint64 finalizesAt);
    error BadClaimProof(address account);
    error NothingToClaim(address account);
    error NothingToWithdraw(address account);
    /// @notice The leaves, cumulatives and flags of a batch do not fit together, or do not lead to the claims root.
    error BadClaimsProof();
    /// @notice New epochs are paused; claims, challenges and finalisation go on.
    error NewEpochsPaused();
    /// @notice Data of the epoch was demanded, or a committee executes a call of it again: it waits for them.
    error EpochHeld(uint64 until);
    /// @notice The claims root promises more than the payouts of its epoch: a fault of the operator.
    error ClaimsExceedPayouts(uint256 claimed, uint256 payouts);

    /// @notice Approves code that may derive payouts, or withdraws the approval; owner only.
    function setApprovedCode(bytes32 codeHash, bool approved) external;

    /// @notice Stops new epochs, or lets them go on; owner only. Nothing else is ever stopped.
    function setEpochsPaused(bool paused) external;

    /// @notice Records that `amount` of OPEN came in for an operator; escrow only, after its transfer.
    function book(address operator, uint128 amount) external;

    /// @notice Posts the caller's next epoch and locks its bond.
    function postEpoch(Epoch calldata epoch) external returns (bytes32 epochHash);

    /// @notice Makes the operator's oldest open epoch final once its window has passed; anyone may. The poster's bond
    /// must still cover it: after a slash the operator first deposits again.
    /// @param epoch The header as posted: storage keeps its hash and sums, its event all of it.
    function finalize(Epoch calldata epoch) external returns (uint64 number);

    /// @notice Voids an open epoch and all later ones of its operator, which build on it; `Challenges` and `Committee`
    /// only. The books go back to the epoch before, bond and stake behind the operator are slashed, and the number can be posted again.
    /// @param challenger Gets its part of the bond and of the stake.
    function voidEpochs(address operator, uint64 from, address challenger) external;

    /// @notice Pays `account` what its cumulative payout exceeds the claimed; anyone may send it.
    /// @return amount Wei paid.
    function claim(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        external
        returns (uint128 amount);

    /// @notice Claims for many accounts; those with nothing new are passed over, a wrong proof reverts all.
    /// @return amount Wei paid in all.
    function claimBatch(address operator, Claim[] calldata claims) external returns (uint128 amount);

    /// @notice Claims into the account's balance here, which is cheaper; `withdraw` pays it. Anyone may send it.
    /// @return amount Wei added to the balance.
    function claimToBalance(address operator, address account, uint128 cumulative, bytes32[] calldata proof)
        external
        returns (uint128 amount);

    /// @notice Claims for many accounts by one OpenZeppelin multiproof; those with nothing new are passed over.
    /// @param accounts In the order that the multiproof gives to its leaves.
    /// @param cumulatives Wei, one for each account.
    /// @param proof Siblings; `flags` as OpenZeppelin's `MerkleProof.multiProofVerify`.
    /// @param toBalance Whether the amounts are kept as balances instead of paid.
    /// @return amount Wei claimed in all.
    function claimMany(
        address operator,
        address[] calldata accounts,
        uint128[] calldata cumulatives,
        bytes32[] calldata proof,
        bool[] calldata flags,
        bool toBalance
    ) external returns (uint128 amount);

    /// @notice Pays an account its balance from an operator's epochs; anyone may send it.
    /// @return amount Wei paid.
    function withdraw(address operator, address account) external returns (uint128 amount);

    /// @notice Wei that `withdraw` would pay.
    function balanceOf(address operator, address account) external view returns (uint128);

    function epochsPaused() external view returns (bool);

    function stateOf(address operator) external view returns (OperatorState memory);

    /// @notice An epoch by its number, counted from 1; times in Unix seconds.
    function epochOf(address operator, uint64 number)
        external
        view
        returns (bytes32 epochHash, uint64 postedAt, uint64 finalizesAt, EpochStatus status);

    /// @notice Epochs posted by the operator; the number of its newest.
    function epochCount(address operator) external view returns (uint64);

    /// @notice Ordinals for histories of other contracts: they rise with every post and never fall, also when epochs are
    /// voided and their numbers posted again.
    /// @return posts Posts of the operator so far.
    /// @return finalPosts Ordinal of its newest final epoch; 0: none.
    function postsOf(address operator) external view returns (uint32 posts, uint32 finalPosts);

    /// @notice The ordinal of an open or final epoch's post; 0 for others.
    function postOf(address operator, uint64 number) external view returns (uint32);

    /// @notice Wei that an account has claimed from an operator's epochs.
    function claimedOf(address operator, address account) external view returns (uint128);

    /// @notice Bond that a post with this payout total needs, wei.
    function requiredBond(address operator, uint128 payoutsSum) external view returns (uint128);

    function approvedCode(bytes32 codeHash) external view returns (bool);

    /// @notice The EIP-712 struct hash of a receipt (its leaf) and the digest that the operator signs.
    function hashReceipt(Receipt calldata receipt) external view returns (bytes32 leaf, bytes32 digest);

    function token() external view returns (address);

    function escrow() external view returns (address);

    function bondVault() external view returns (address);

    function challenges() external view returns (address);

    function staking() external view returns (address);

    function committee() external view returns (address);

    function challengeWindow() external view returns (uint64);

    function minimumBond() external view returns (uint128);

    function bondShareBps() external view returns (uint16);
}
